#include "http/JsonBody.h"

#include <algorithm>
#include <cctype>

namespace holdfast::server {

namespace {

constexpr std::size_t kMaxNesting = 64;

bool isJson(std::string_view contentType) {
  std::string type{contentType.substr(0, contentType.find(';'))};
  type.erase(type.find_last_not_of(" \t") + 1);
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type == "application/json";
}

/// The offset of the bracket that goes too deep. Brackets inside strings do not count.
std::optional<std::size_t> findTooDeep(std::string_view text) {
  std::size_t depth = 0;
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString) {
      if (c == '\\') ++i;
      inString = c != '"';
    } else if (c == '"') {
      inString = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxNesting) return i;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Problem> checkJsonBody(const HttpRequest& request) {
  if (!isJson(request.header("content-type"))) {
    return Problem{415, "unsupported-media-type", "The body has to be JSON",
                   "send the header content-type: application/json", "content-type"};
  }
  if (const auto offset = findTooDeep(request.body)) {
    return Problem{
        400, "invalid-json", "The body is not JSON",
        "nests deeper than " + std::to_string(kMaxNesting) + " levels at byte " + std::to_string(*offset)};
  }
  return std::nullopt;
}

}  // namespace holdfast::server
