// How events and requests read in a trace.
#pragma once

#include <string>
#include <string_view>

#include "holdfast/Effect.h"
#include "holdfast/Event.h"

namespace holdfast::sim {

[[nodiscard]] std::string_view eventName(const Event& event);

/// The conversation that a request is about.
[[nodiscard]] std::string conversationOf(const SendBatch& send);

/// The conversation, the writer and the numbers of a request.
[[nodiscard]] std::string summaryOf(const SendBatch& send);

}  // namespace holdfast::sim
