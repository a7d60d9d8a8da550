// The numbers that keep a conversation in order: one writer per page session, one count per conversation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "holdfast/Append.h"

namespace holdfast {

class Sequencer {
 public:
  struct Number {
    std::string writer;
    Seq seq = 1;
  };

  /// REQUIRES: isValidId(writer), and room for a suffix of up to 11 characters.
  explicit Sequencer(std::string writer) : writer_(std::move(writer)) {}

  /// The next number of this conversation: 1, 2, 3, … without gaps.
  [[nodiscard]] Number next(const std::string& conversationId) {
    Count& count = counts_[conversationId];
    return {count.writer.empty() ? writer_ : count.writer, count.next++};
  }

  /// A writer that nobody has used: for numbering again what the backend could not place.
  [[nodiscard]] std::string freshWriter() { return writer_ + "~" + std::to_string(++renumberings_); }

  /// True where the next number of this conversation would be this writer's.
  [[nodiscard]] bool counts(const std::string& conversationId, const std::string& writer) const {
    const auto found = counts_.find(conversationId);
    return found != counts_.end() &&
           (found->second.writer.empty() ? writer_ : found->second.writer) == writer;
  }

  /// From now on this conversation counts as `writer`, from 1.
  void restart(const std::string& conversationId, std::string writer) {
    counts_[conversationId] = {std::move(writer), 1};
  }

 private:
  struct Count {
    std::string writer{};  ///< Empty for the page session's own.
    Seq next = 1;
  };

  std::string writer_;
  std::uint32_t renumberings_ = 0;
  std::unordered_map<std::string, Count> counts_;
};

}  // namespace holdfast
