// The parts of an answer that some bytes completed. Text that follows text is one part, and the room of
// earlier parts is used again, so that most bytes cost no allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "holdfast/StreamPart.h"

namespace holdfast {

class Answer {
 public:
  /// Forgets the parts; the rest stays.
  void clearParts() noexcept { used_ = 0; }

  [[nodiscard]] std::span<const StreamPart> parts() const noexcept { return {parts_.data(), used_}; }

  /// Where to append text of this kind.
  std::string& textOf(StreamPartKind kind) {
    if (used_ > 0 && parts_[used_ - 1].kind == kind) return parts_[used_ - 1].text;
    return add(kind).text;
  }

  /// A new part.
  StreamPart& add(StreamPartKind kind) {
    if (used_ == parts_.size()) parts_.emplace_back();
    StreamPart& part = parts_[used_++];
    part.kind = kind;
    part.index = 0;
    part.id.clear();
    part.name.clear();
    part.text.clear();
    return part;
  }

  /// The number of one more call of a tool, where the stream may give none.
  [[nodiscard]] std::uint32_t nextCall() noexcept { return calls_++; }

  /// Where to append arguments of the call of a tool that has begun.
  std::string& argumentsOf(std::uint32_t index, std::string_view id = {}) {
    if (used_ > 0) {
      StreamPart& last = parts_[used_ - 1];
      const bool isSame = last.index == index && (id.empty() || last.id == id);
      if (last.kind == StreamPartKind::ToolInput && isSame) return last.text;
    }
    StreamPart& part = add(StreamPartKind::ToolInput);
    part.index = index;
    part.id = id;
    return part.text;
  }

  /// The stream says why the answer ends. REQUIRES: not empty.
  void finish(std::string_view reason) {
    finishReason_ = reason;
    add(StreamPartKind::Finish).text = reason;
  }

  /// The stream says that nothing follows.
  void end() noexcept { isDone_ = true; }

  /// The stream says what went wrong.
  void fail(std::string_view reason) { failure_ = reason; }

  [[nodiscard]] bool isDone() const noexcept { return isDone_; }
  [[nodiscard]] const std::string& finishReason() const noexcept { return finishReason_; }
  [[nodiscard]] const std::optional<std::string>& failure() const noexcept { return failure_; }

 private:
  std::vector<StreamPart> parts_;
  std::size_t used_ = 0;
  std::uint32_t calls_ = 0;
  std::string finishReason_;
  std::optional<std::string> failure_;
  bool isDone_ = false;
};

}  // namespace holdfast
