// The title of a new conversation: the server makes it, so that every client shows the same one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace holdfast::server {

constexpr std::size_t kMaxTitleCharacters = 60;

/// From `title` where that is not blank, else from the first sentence of `firstMessage`, else "New
/// conversation". One line of at most kMaxTitleCharacters, an ellipsis standing for what was cut.
std::string makeTitle(std::string_view title, std::string_view firstMessage);

}  // namespace holdfast::server
