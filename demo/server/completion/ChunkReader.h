// How the body of a service's answer becomes chunks of ours. One object reads one answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::server {

class ChunkReader {
 public:
  virtual ~ChunkReader() = default;

  /// Bytes of the body, cut anywhere: the chunks that they complete, each the JSON of a
  /// `chat.completion.chunk` on one line, are added to `chunks`. Gives back what is wrong with the stream, if
  /// anything is; nothing is to be fed behind that.
  virtual std::optional<std::string> read(std::string_view bytes, std::vector<std::string>& chunks) = 0;

  /// Whether the stream has said that nothing follows.
  [[nodiscard]] virtual bool isDone() const = 0;

  /// Whether a body that ends here is a whole answer.
  [[nodiscard]] virtual bool mayEnd() const = 0;
};

}  // namespace holdfast::server
