#include "completion/UpstreamUrl.h"

#include <algorithm>

namespace holdfast::server {

namespace {

bool isPort(std::string_view text) {
  return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<UpstreamUrl> parseUpstreamUrl(std::string_view text) {
  UpstreamUrl url;
  constexpr std::string_view kSecure = "https://";
  constexpr std::string_view kPlain = "http://";
  url.secure = text.starts_with(kSecure);
  if (!url.secure && !text.starts_with(kPlain)) return std::nullopt;
  text.remove_prefix(url.secure ? kSecure.size() : kPlain.size());
  if (text.find_first_of("?#@ \t\r\n") != std::string_view::npos) return std::nullopt;

  const std::string_view authority = text.substr(0, text.find('/'));
  url.path = std::string{text.substr(authority.size())};
  while (url.path.ends_with('/')) url.path.pop_back();
  const std::size_t colon = authority.rfind(':');
  url.host = std::string{authority.substr(0, colon)};
  url.port = url.secure ? "443" : "80";
  if (colon != std::string_view::npos) url.port = std::string{authority.substr(colon + 1)};
  if (url.host.empty() || !isPort(url.port)) return std::nullopt;
  return url;
}

}  // namespace holdfast::server
