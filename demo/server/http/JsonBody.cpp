#include "http/JsonBody.h"

#include <algorithm>
#include <cctype>

namespace holdfast::server {

namespace {

bool isJson(std::string_view contentType) {
  std::string type{contentType.substr(0, contentType.find(';'))};
  type.erase(type.find_last_not_of(" \t") + 1);
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type == "application/json";
}

}  // namespace

std::optional<Problem> checkJsonBody(const HttpRequest& request) {
  if (!isJson(request.header("content-type"))) {
    return Problem{415, "unsupported-media-type", "The body has to be JSON",
                   "send the header content-type: application/json", "content-type"};
  }
  return std::nullopt;
}

}  // namespace holdfast::server
