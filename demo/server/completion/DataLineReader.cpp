#include "completion/DataLineReader.h"

namespace holdfast::server {

std::optional<std::string> DataLineReader::next() {
  constexpr std::string_view kField = "data:";
  for (;;) {
    const std::size_t end = pending_.find('\n', start_);
    if (end == std::string::npos) {
      pending_.erase(0, start_);
      start_ = 0;
      return std::nullopt;
    }
    std::string_view line{pending_.data() + start_, end - start_};
    start_ = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.starts_with(kField)) continue;
    line.remove_prefix(kField.size());
    if (line.starts_with(' ')) line.remove_prefix(1);
    return std::string{line};
  }
}

}  // namespace holdfast::server
