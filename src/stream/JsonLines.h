// The lines of a stream of JSON: each ends with LF, and the last one with the body.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "holdfast/Error.h"
#include "stream/InputBuffer.h"

namespace holdfast {

class JsonLines {
 public:
  /// Longer lines are an error: a stream may not fill the memory.
  static constexpr std::size_t kMaxLineBytes = 4 * 1024 * 1024;

  /// Takes the whole lines off the buffer that are not blank. `onLine(line)` gives false to stop. Errors:
  /// StreamLimit.
  template <typename OnLine>
  [[nodiscard]] std::optional<Error> parse(InputBuffer& buffer, OnLine onLine) {
    for (bool goOn = true; goOn;) {
      const std::string_view rest = buffer.rest();
      const std::size_t end = std::min(rest.find('\n', searched_), rest.size());
      if (end > kMaxLineBytes) {
        return Error{ErrorCode::StreamLimit,
                     "a line of the stream is longer than " + std::to_string(kMaxLineBytes) + " bytes"};
      }
      searched_ = end == rest.size() ? end : 0;
      if (end == rest.size()) break;
      if (!isBlank(rest.substr(0, end))) goOn = onLine(rest.substr(0, end));
      buffer.drop(end + 1);
    }
    return std::nullopt;
  }

  [[nodiscard]] static bool isBlank(std::string_view line) noexcept {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
  }

 private:
  /// How many bytes of the buffer's rest hold no line end.
  std::size_t searched_ = 0;
};

}  // namespace holdfast
