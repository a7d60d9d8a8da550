#include "persistence/PersistenceService.h"

#include <utility>

#include "common/Probe.h"
#include "holdfast/Message.h"

namespace holdfast {

namespace {

constexpr std::string_view kIdRule = " must be 1 to 128 characters of A-Z a-z 0-9 . _ : ~ @ + = -";

/// Groups are kept until they are in the log, which saves reading them back, up to this many bytes in all.
constexpr std::size_t kMaxKeptBytes = 64 * 1024;

bool isObjectText(std::string_view payload) { return payload.starts_with('{') && payload.ends_with('}'); }

}  // namespace

std::optional<Error> PersistenceService::check(const MessageQueued& message) const {
  if (!isValidId(message.conversationId))
    return Error{ErrorCode::InvalidField, "conversationId" + std::string{kIdRule}, "conversationId"};
  if (!isValidId(message.messageId)) return Error{ErrorCode::InvalidField, "id" + std::string{kIdRule}, "id"};
  if (!isObjectText(message.payload) || message.payload.size() < 3)
    return Error{ErrorCode::InvalidField, "the message must be a JSON object with members", "message"};
  if (message.payload.size() > batch_.maxMessageBytes) {
    return Error{ErrorCode::MessageTooLarge,
                 "the message takes " + std::to_string(message.payload.size()) +
                     " bytes as JSON; the limit is " + std::to_string(batch_.maxMessageBytes),
                 "content"};
  }
  return std::nullopt;
}

std::optional<Error> PersistenceService::check(const ConversationQueued& conversation) const {
  if (!isValidId(conversation.conversationId))
    return Error{ErrorCode::InvalidField, "id" + std::string{kIdRule}, "id"};
  if (!isObjectText(conversation.payload))
    return Error{ErrorCode::InvalidField, "the conversation must be a JSON object", "conversation"};
  if (conversation.payload.size() > batch_.maxMessageBytes) {
    return Error{ErrorCode::MessageTooLarge,
                 "the conversation takes " + std::to_string(conversation.payload.size()) +
                     " bytes as JSON; the limit is " + std::to_string(batch_.maxMessageBytes),
                 "firstMessage"};
  }
  return std::nullopt;
}

void PersistenceService::queue(const std::string& writer, const std::string& conversationId,
                               SegmentEntry entry) {
  constexpr std::size_t kOverhead =
      SegmentBuilder::kSegmentOverheadBytes + SegmentBuilder::kEntryOverheadBytes;
  const std::size_t capacity = log_.maxSegmentBytes - kOverhead;
  std::string_view left = entry.payload;
  entry.parts = static_cast<std::uint32_t>((left.size() + capacity - 1) / capacity);
  for (entry.part = 0; entry.part < entry.parts; ++entry.part) {
    const std::string_view piece = left.substr(0, capacity);
    left.remove_prefix(piece.size());
    const bool isPart = entry.parts > 1;
    if (isPart) HOLDFAST_PROBE(MessageInParts);
    Draft& draft =
        draftFor(writer, conversationId,
                 isPart ? log_.maxSegmentBytes : piece.size() + SegmentBuilder::kEntryOverheadBytes);
    draft.isFull = isPart;
    const std::size_t before = draft.builder.size();
    draft.builder.add(entry, piece);
    groupBytes_ += draft.builder.size() - before;
    if (!left.empty()) continue;
    if (entry.kind == EntryKind::Creation) {
      draft.creates = true;
    } else {
      draft.messageIds.push_back(entry.messageId);
      ++queued_;
    }
  }
}

PersistenceService::Draft& PersistenceService::draftFor(const std::string& writer,
                                                        const std::string& conversationId, std::size_t room) {
  const auto found = drafts_.find(conversationId);
  if (found != drafts_.end()) {
    Draft& draft = found->second;
    const bool fits = !draft.isFull && draft.builder.size() + room <= log_.maxSegmentBytes;
    if (draft.writer == writer && fits) return draft;
    HOLDFAST_PROBE(DraftClosed);
    closeDraft(draft);
    draft = Draft{writer, conversationId, SegmentBuilder{writer, conversationId}};
    return draft;
  }
  order_.push_back(conversationId);
  Draft fresh{writer, conversationId, SegmentBuilder{writer, conversationId}};
  return drafts_.emplace(conversationId, std::move(fresh)).first->second;
}

void PersistenceService::closeDraft(Draft& draft) {
  closed_.push_back(
      {draft.conversationId, std::move(draft.messageIds), draft.creates, std::move(draft.builder).finish()});
}

std::optional<AppendSegments> PersistenceService::closeGroup() {
  if (order_.empty()) return std::nullopt;
  for (const std::string& conversationId : order_) closeDraft(drafts_.at(conversationId));
  const bool keep = keptBytes_ + groupBytes_ <= kMaxKeptBytes;
  if (keep) {
    keptBytes_ += groupBytes_;
  } else {
    HOLDFAST_PROBE(GroupNotKept);
  }
  const Ticket ticket = ++lastTicket_;
  AppendSegments append{ticket, {}, std::exchange(unpark_, {})};
  for (Record& record : closed_) {
    append.records.push_back({record.conversationId, keep ? record.bytes : std::exchange(record.bytes, {})});
  }
  groups_.emplace(ticket, Group{std::exchange(closed_, {}), keep ? groupBytes_ : 0});
  drafts_.clear();
  order_.clear();
  groupBytes_ = 0;
  return append;
}

std::optional<PersistenceService::Group> PersistenceService::finishGroup(Ticket ticket) {
  const auto found = groups_.find(ticket);
  if (found == groups_.end()) return std::nullopt;
  Group group = std::move(found->second);
  groups_.erase(found);
  keptBytes_ -= group.keptBytes;
  for (const Record& record : group.records) queued_ -= static_cast<std::uint32_t>(record.messageIds.size());
  return group;
}

}  // namespace holdfast
