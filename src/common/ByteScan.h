// Searches through bytes, a block at a time: 16 bytes where the target has vectors of that size, 8 in a word
// elsewhere. Both ways are always compiled, and tested; `Block` names the one that the target runs.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace holdfast::bytescan {

static_assert(std::endian::native == std::endian::little, "the first byte of a block is its lowest");

/// Which bytes of a block were found, told by the high bit of each byte.
struct WordMask {
  std::uint64_t bits;

  [[nodiscard]] bool any() const noexcept { return bits != 0; }
  /// REQUIRES: any().
  [[nodiscard]] std::size_t first() const noexcept {
    return static_cast<std::size_t>(std::countr_zero(bits)) / 8;
  }
  friend WordMask operator|(WordMask a, WordMask b) noexcept { return {a.bits | b.bits}; }
};

/// Eight bytes in a word. Behind the first byte that a mask marks there may be false marks; they are never
/// the first.
struct Word {
  static constexpr std::size_t kSize = 8;

  static Word load(const char* at) noexcept {
    Word word{};
    std::memcpy(&word.bits, at, sizeof word.bits);
    return word;
  }
  [[nodiscard]] WordMask equals(char c) const noexcept { return zeros(bits ^ (kOnes * byteOf(c))); }
  [[nodiscard]] WordMask controls() const noexcept { return {(bits - kOnes * 0x20) & ~bits & kHighs}; }
  [[nodiscard]] WordMask highs() const noexcept { return {bits & kHighs}; }
  [[nodiscard]] WordMask differs(Word other) const noexcept {
    const std::uint64_t different = bits ^ other.bits;
    // A byte that is not zero keeps a bit where its low seven are added to 127, or has its own high bit.
    return {(((different & ~kHighs) + ~kHighs) | different) & kHighs};
  }

  std::uint64_t bits;

 private:
  static constexpr std::uint64_t kOnes = 0x0101010101010101;
  static constexpr std::uint64_t kHighs = 0x8080808080808080;

  static std::uint64_t byteOf(char c) noexcept { return static_cast<unsigned char>(c); }
  static WordMask zeros(std::uint64_t word) noexcept { return {(word - kOnes) & ~word & kHighs}; }
};

/// Sixteen bytes in a vector.
struct Vector {
  static constexpr std::size_t kSize = 16;
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  using Lanes = std::uint64_t __attribute__((vector_size(16)));

  struct Mask {
    Bytes bytes;

    [[nodiscard]] bool any() const noexcept {
      const auto lanes = reinterpret_cast<Lanes>(bytes);
      return (lanes[0] | lanes[1]) != 0;
    }
    /// REQUIRES: any().
    [[nodiscard]] std::size_t first() const noexcept {
      const auto lanes = reinterpret_cast<Lanes>(bytes);
      if (lanes[0] != 0) return static_cast<std::size_t>(std::countr_zero(lanes[0])) / 8;
      return 8 + static_cast<std::size_t>(std::countr_zero(lanes[1])) / 8;
    }
    friend Mask operator|(Mask a, Mask b) noexcept { return {a.bytes | b.bytes}; }
  };

  static Vector load(const char* at) noexcept {
    Vector vector{};
    std::memcpy(&vector.bytes, at, sizeof vector.bytes);
    return vector;
  }
  [[nodiscard]] Mask equals(char c) const noexcept {
    return {reinterpret_cast<Bytes>(bytes == all(static_cast<std::uint8_t>(c)))};
  }
  [[nodiscard]] Mask controls() const noexcept { return {reinterpret_cast<Bytes>(bytes < all(0x20))}; }
  [[nodiscard]] Mask highs() const noexcept { return {reinterpret_cast<Bytes>(bytes >= all(0x80))}; }
  [[nodiscard]] Mask differs(Vector other) const noexcept {
    return {reinterpret_cast<Bytes>(bytes != other.bytes)};
  }

  Bytes bytes;

 private:
  static Bytes all(std::uint8_t value) noexcept { return value - Bytes{}; }
};

#if defined(__wasm_simd128__) || defined(__SSE2__) || defined(__ARM_NEON)
using Block = Vector;
#else
using Block = Word;
#endif

/// The first byte from `at` on that `marks(block)` marks, or `end`. `isMarked(char)` says the same of one
/// byte.
template <typename Blocks, typename Marks, typename IsMarked>
const char* find(const char* at, const char* end, Marks marks, IsMarked isMarked) noexcept {
  for (; static_cast<std::size_t>(end - at) >= Blocks::kSize; at += Blocks::kSize) {
    const auto found = marks(Blocks::load(at));
    if (found.any()) return at + found.first();
  }
  while (at < end && !isMarked(*at)) ++at;
  return at;
}

/// The first LF or CR.
template <typename Blocks = Block>
const char* findLineEnd(const char* at, const char* end) noexcept {
  return find<Blocks>(
      at, end, [](Blocks block) { return block.equals('\n') | block.equals('\r'); },
      [](char c) { return c == '\n' || c == '\r'; });
}

/// The first byte of a JSON string that does not stand for itself: a quote, a backslash or a control
/// character.
template <typename Blocks = Block>
const char* findJsonSpecial(const char* at, const char* end) noexcept {
  return find<Blocks>(
      at, end, [](Blocks block) { return block.equals('"') | block.equals('\\') | block.controls(); },
      [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
}

/// As findJsonSpecial(), and stops at what is not ASCII too.
template <typename Blocks = Block>
const char* findJsonSpecialOrHigh(const char* at, const char* end) noexcept {
  return find<Blocks>(
      at, end,
      [](Blocks block) { return block.equals('"') | block.equals('\\') | block.controls() | block.highs(); },
      [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '"' || c == '\\' || byte < 0x20 || byte >= 0x80;
      });
}

/// The first byte that is not ASCII.
template <typename Blocks = Block>
const char* findHigh(const char* at, const char* end) noexcept {
  return find<Blocks>(
      at, end, [](Blocks block) { return block.highs(); },
      [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// How many of `size` bytes are the same in both, up to the first that differs.
template <typename Blocks = Block>
std::size_t commonSize(const char* a, const char* b, std::size_t size) noexcept {
  std::size_t at = 0;
  for (; size - at >= Blocks::kSize; at += Blocks::kSize) {
    const auto found = Blocks::load(a + at).differs(Blocks::load(b + at));
    if (found.any()) return at + found.first();
  }
  while (at < size && a[at] == b[at]) ++at;
  return at;
}

}  // namespace holdfast::bytescan
