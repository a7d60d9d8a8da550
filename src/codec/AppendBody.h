// Builds the body of `POST /message/append` from payloads that are JSON already: nothing is parsed.
#pragma once

#include <string>
#include <string_view>

#include "holdfast/Append.h"

namespace holdfast::codec {

class AppendBody {
 public:
  /// Bytes of an item beside its payload, at most.
  static constexpr std::size_t kItemBytes = 40;

  /// `itemBytes` is what the items will take, about: the text then grows in one place.
  /// REQUIRES: isValidId() of both, so that neither needs escaping.
  AppendBody(std::string_view conversationId, std::string_view writer, std::size_t itemBytes = 0) {
    json_.reserve(kHeadBytes + conversationId.size() + writer.size() + itemBytes);
    json_.append(R"({"conversationId":")").append(conversationId);
    json_.append(R"(","writer":")").append(writer).append(R"(","messages":[)");
  }

  /// REQUIRES: `payload` is the text of a JSON object that has members.
  void addMessage(Seq seq, std::string_view payload) {
    beginItem(seq);
    json_.push_back(',');
    json_.append(payload.substr(1));
  }

  void addTombstone(Seq seq) {
    beginItem(seq);
    json_.append(R"(,"tombstone":true})");
  }

  [[nodiscard]] std::string finish() && {
    json_.append("]}");
    return std::move(json_);
  }

 private:
  static constexpr std::size_t kHeadBytes = 48;

  void beginItem(Seq seq) {
    if (json_.back() != '[') json_.push_back(',');
    json_.append(R"({"seq":)").append(std::to_string(seq));
  }

  std::string json_;
};

}  // namespace holdfast::codec
