#include "common/ByteScan.h"

#include <gtest/gtest.h>

#include <string>

namespace holdfast::bytescan {
namespace {

/// Both ways through the bytes have to say what looking at each of them says.
template <typename Blocks>
class ByteScan : public testing::Test {};
using BothWays = testing::Types<Word, Vector>;
TYPED_TEST_SUITE(ByteScan, BothWays);

constexpr std::size_t kLongest = 40;

template <typename Find, typename IsMarked>
void expectEachFound(Find find, IsMarked isMarked) {
  for (int value = 0; value < 256; ++value) {
    const char c = static_cast<char>(value);
    for (std::size_t size = 0; size <= kLongest; ++size) {
      for (std::size_t place = 0; place < size; ++place) {
        std::string text(size, 'x');
        text[place] = c;
        // What stands behind it is not taken for it.
        if (place + 1 < size) text[place + 1] = '\n';
        const char* const begin = text.data();
        const char* expected = begin;
        while (expected < begin + size && !isMarked(*expected)) ++expected;
        ASSERT_EQ(find(begin, begin + size) - begin, expected - begin)
            << "byte " << value << " at " << place << " of " << size;
      }
    }
  }
}

TYPED_TEST(ByteScan, FindsLineEnds) {
  expectEachFound([](const char* at, const char* end) { return findLineEnd<TypeParam>(at, end); },
                  [](char c) { return c == '\n' || c == '\r'; });
}

TYPED_TEST(ByteScan, FindsWhatAJsonStringEscapes) {
  const auto isSpecial = [](char c) { return c == '"' || c == '\\' || (c >= 0 && c < 0x20); };
  expectEachFound([](const char* at, const char* end) { return findJsonSpecial<TypeParam>(at, end); },
                  isSpecial);
  expectEachFound([](const char* at, const char* end) { return findJsonSpecialOrHigh<TypeParam>(at, end); },
                  [isSpecial](char c) { return isSpecial(c) || c < 0; });
}

TYPED_TEST(ByteScan, FindsWhatIsNotAscii) {
  expectEachFound([](const char* at, const char* end) { return findHigh<TypeParam>(at, end); },
                  [](char c) { return c < 0; });
}

TYPED_TEST(ByteScan, TellsWhereTwoTextsPart) {
  for (int value = 0; value < 256; ++value) {
    for (std::size_t size = 0; size <= kLongest; ++size) {
      for (std::size_t place = 0; place <= size; ++place) {
        const std::string one(size, 'x');
        std::string other = one;
        if (place < size) other[place] = static_cast<char>(value);
        const std::size_t expected = value == 'x' ? size : place;
        ASSERT_EQ(commonSize<TypeParam>(one.data(), other.data(), size), expected)
            << "byte " << value << " at " << place << " of " << size;
      }
    }
  }
}

}  // namespace
}  // namespace holdfast::bytescan
