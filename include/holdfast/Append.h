// The shapes of `POST /message/append`, protocol v1. docs/protocol.md tells what they mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "holdfast/Error.h"
#include "holdfast/Message.h"

namespace holdfast {

/// A writer's number for a message in one conversation: 1, 2, 3, … without gaps.
using Seq = std::uint64_t;

/// Numbers travel as JSON numbers, so they stay below 2^53.
constexpr Seq kMaxSeq = (Seq{1} << 53) - 1;

/// An RFC 9457 problem. `code` is the kebab-case name that programs compare; the `type` on the wire
/// is `urn:holdfast:problem:<code>`.
struct Problem {
  int status = 400;
  std::string code;
  std::string title;
  std::string detail = {};
  /// The path of the field at fault, such as `messages[3].role`; empty where none is to blame.
  std::string field = {};
  /// Set on `sequence-gap` and `sequence-conflict`.
  std::optional<Seq> expected = std::nullopt;
  std::optional<Seq> received = std::nullopt;
};

/// Stands in for a message that was given up, so that its seq blocks nothing.
struct Tombstone {};

/// A message that is readable JSON but not acceptable; its seq advances all the same.
struct Unacceptable {
  std::string id;  ///< Empty where the message had no usable id.
  Error reason;
};

struct AppendItem {
  Seq seq = 0;
  std::variant<Message, Tombstone, Unacceptable> body;
};

/// One or many messages of one conversation and one writer.
struct AppendRequest {
  std::string conversationId;
  std::string writer;
  std::vector<AppendItem> messages;
};

enum class AppendStatus { Stored, Duplicate, Rejected, Skipped };

struct AppendResult {
  Seq seq = 0;
  std::string id = {};  ///< Empty for a tombstone.
  AppendStatus status = AppendStatus::Stored;
  /// The message's place in its conversation, from 1; set on `Stored`, and on `Duplicate` where known.
  std::optional<std::uint64_t> position = std::nullopt;
  /// Set on `Rejected`.
  std::optional<Problem> problem = std::nullopt;
};

struct AppendAnswer {
  std::string conversationId;
  std::string writer;
  Seq nextSeq = 1;
  std::vector<AppendResult> results;
};

}  // namespace holdfast
