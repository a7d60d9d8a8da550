// The words of the deterministic responder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "holdfast/Message.h"

namespace holdfast::server {

/// A Markdown answer that quotes what the person said last. The same messages give the same answer: it
/// depends on their roles and contents alone.
std::string composeAnswer(const std::vector<Message>& messages);

/// FNV-1a over roles and contents, for choices that look varied and are not random.
std::uint64_t hashMessages(const std::vector<Message>& messages);

/// The pieces in which an answer is streamed: words with the white space behind them. They are views into
/// `answer`, and together they are all of it.
std::vector<std::string_view> splitIntoTokens(std::string_view answer);

}  // namespace holdfast::server
