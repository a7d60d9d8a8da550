#include "Telling.h"

#include <array>
#include <variant>

namespace holdfast::sim {

namespace {

/// Where a body names its conversation.
constexpr std::size_t kConversationAt = std::string_view{R"({"conversationId":")"}.size();

constexpr std::array<std::string_view, std::variant_size_v<Event>> kEventNames{
    "MessageQueued",       "ConversationQueued",
    "TurnEnded",           "SegmentsAppended",
    "LanesFound",          "LaneRead",
    "ParkedFound",         "ParkedRetried",
    "ParkedDiscarded",     "ParkedRetriedElsewhere",
    "ResponseArrived",     "RequestFailed",
    "ConnectivityChanged", "LeadershipChanged",
    "LogChanged",          "FlushRequested",
    "PageHidden",          "PauseRequested",
    "ResumeRequested",     "TimePassed"};

}  // namespace

std::string_view eventName(const Event& event) { return kEventNames[event.index()]; }

std::string conversationOf(const SendBatch& send) {
  if (send.route == Route::Create) return send.creates;
  return send.body.substr(kConversationAt, send.body.find('"', kConversationAt) - kConversationAt);
}

std::string summaryOf(const SendBatch& send) {
  if (send.route == Route::Create) return "creation of " + send.creates;
  const std::string_view body = send.body;
  std::string text{body.substr(kConversationAt, body.find(R"(,"messages")") - kConversationAt)};
  std::erase(text, '"');
  for (std::size_t at = body.find(R"({"seq":)"); at != std::string_view::npos;
       at = body.find(R"({"seq":)", at + 1)) {
    const std::string_view item = body.substr(at + std::string_view{R"({"seq":)"}.size());
    text.append(" ").append(item.substr(0, item.find(R"(,"role")")));
  }
  return text;
}

}  // namespace holdfast::sim
