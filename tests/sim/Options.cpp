#include "Options.h"

#include <charconv>
#include <string_view>

namespace holdfast::sim {

namespace {

bool readNumber(std::string_view text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::optional<Options> readOptions(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view name{arguments[i]};
    if (name == "--trace") {
      options.isRead = true;
    } else if (name == "--exhaust") {
      options.exhausts = true;
    } else if (name == "--shrink") {
      options.shrinks = true;
    } else if (i + 1 == count) {
      return std::nullopt;
    } else {
      const std::string_view value{arguments[++i]};
      if (name == "--first") {
        if (!readNumber(value, options.first)) return std::nullopt;
      } else if (name == "--seeds") {
        if (!readNumber(value, options.seeds)) return std::nullopt;
      } else if (name == "--jobs") {
        if (!readNumber(value, options.jobs)) return std::nullopt;
      } else if (name == "--failures") {
        if (!readNumber(value, options.mostFailures)) return std::nullopt;
      } else if (name == "--journal") {
        options.journalTo = value;
      } else if (name == "--to") {
        options.tapeTo = value;
      } else if (name == "--version") {
        options.version = value;
      } else if (name == "--tape") {
        options.tapes.emplace_back(value);
      } else {
        return std::nullopt;
      }
    }
  }
  // A life that is told, written down or shrunk has the process for itself.
  if (options.jobs == 0 || options.isRead || options.shrinks || !options.journalTo.empty()) options.jobs = 1;
  return options;
}

}  // namespace holdfast::sim
