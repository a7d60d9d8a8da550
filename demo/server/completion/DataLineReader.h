// Takes the `data:` lines out of the bytes of a server-sent event stream, as they come. OpenAI-compatible
// services put each event on one such line; everything else in the stream is passed over.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::server {

class DataLineReader {
 public:
  /// A line that is longer fails the stream.
  static constexpr std::size_t kMaxLineBytes = 1024 * 1024;

  void feed(std::string_view bytes) { pending_ += bytes; }

  /// The next event's data, if a whole line of it is there.
  std::optional<std::string> next();

  [[nodiscard]] bool overflowed() const noexcept { return pending_.size() - start_ > kMaxLineBytes; }

 private:
  std::string pending_;
  std::size_t start_ = 0;
};

}  // namespace holdfast::server
