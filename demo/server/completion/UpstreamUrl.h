// The address of an OpenAI-compatible service.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::server {

struct UpstreamUrl {
  bool secure = true;
  std::string host;
  std::string port;  ///< Digits.
  std::string path;  ///< Without a slash at its end; empty for the root.
};

/// Reads `https://host[:port][/path]` or the same with http. Nothing for any other text.
std::optional<UpstreamUrl> parseUpstreamUrl(std::string_view text);

}  // namespace holdfast::server
