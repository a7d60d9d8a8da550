// Whatever reads as an answer must write to one that reads the same; anything else is an error with a reason.
#include <cstdlib>
#include <string>

#include "codec/AppendCodec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holdfast::codec;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto answer = decodeAppendAnswer(text);
  if (answer) {
    const std::string written = encodeAppendAnswer(answer.value());
    const auto again = decodeAppendAnswer(written);
    if (!again || encodeAppendAnswer(again.value()) != written) std::abort();
    // Read in one pass or by way of a document, it is the same answer.
    const auto parsed = parseAppendAnswer(text);
    if (!parsed || encodeAppendAnswer(parsed.value()) != written) std::abort();
  } else if (answer.error().detail.empty()) {
    std::abort();
  }
  const holdfast::Problem problem = decodeProblem(400, text);
  if (problem.code.empty() || problem.title.empty()) std::abort();
  const auto request = decodeAppendRequest(text, 1024);
  if (!request && request.error().detail.empty()) std::abort();
  return 0;
}
