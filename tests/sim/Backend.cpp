#include "Backend.h"

#include <charconv>

#include "Fingerprint.h"

namespace holdfast::sim {

namespace {

/// Takes this text off the front; it has to be there.
void take(std::string_view& rest, std::string_view text) {
  if (!rest.starts_with(text))
    Judge::fail("sanity", "a body reads '" + std::string{rest.substr(0, 60)} + "' where '" +
                              std::string{text} + "' was due");
  rest.remove_prefix(text.size());
}

std::string_view takeUntil(std::string_view& rest, std::string_view end) {
  const std::size_t at = rest.find(end);
  if (at == std::string_view::npos)
    Judge::fail("sanity", "a body is cut short: " + std::string{rest.substr(0, 60)});
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + end.size());
  return taken;
}

std::uint64_t takeNumber(std::string_view& rest) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{})
    Judge::fail("sanity", "a body has no number at: " + std::string{rest.substr(0, 60)});
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return number;
}

std::string quoted(std::string_view text) { return "\"" + std::string{text} + "\""; }

}  // namespace

Answer problem(int status, std::string_view code, std::string_view more) {
  std::string body = R"({"type":"urn:holdfast:problem:)";
  body.append(code).append(R"(","title":"It is refused","status":)").append(std::to_string(status));
  return {status, body.append(more).append("}")};
}

Answer Backend::append(std::string_view body) {
  take(body, R"({"conversationId":")");
  const std::string conversation{takeUntil(body, "\"")};
  take(body, R"(,"writer":")");
  const std::string name{takeUntil(body, "\"")};
  take(body, R"(,"messages":[)");
  const std::vector<Item> items = itemsIn(body);

  const auto number = numberIn('c', conversation);
  if (!number || *number >= sim_.judge.conversations.size())
    Judge::fail("sanity", "there is no conversation " + conversation);
  const ConversationFacts& facts = sim_.judge.conversations[*number];
  using Kind = ConversationFacts::Kind;
  if (facts.kind == Kind::Gone) {
    sim_.note(Fault::ConversationGone);
    return problem(410, "gone");
  }
  if (facts.kind != Kind::Known && !created_.contains(conversation)) {
    return problem(404, "conversation-not-found");
  }
  const std::pair key{conversation, name};
  Writer& writer = writers_[key];
  if (Answer refused = refusal(items, writer.decided.size()); refused.status != 200) return refused;

  std::string results;
  for (const Item& item : items) {
    const std::uint64_t due = writer.decided.size() + 1;
    if (item.seq > due) {
      checkMisplaced(key, due, item.seq);
      return problem(409, "sequence-gap",
                     ",\"expected\":" + std::to_string(due) + ",\"received\":" + std::to_string(item.seq));
    }
    if (item.seq < due && !item.tombstone) {
      const Decided& decided = writer.decided[item.seq - 1];
      if (decided.decision != Decision::Skipped && decided.message != item.message) {
        checkMisplaced(key, due, item.seq);
        return problem(409, "sequence-conflict", ",\"expected\":" + std::to_string(due));
      }
    }
    applyItem(writer, item, results);
  }
  return {200, R"({"conversationId":)" + quoted(conversation) + R"(,"writer":)" + quoted(name) +
                   R"(,"nextSeq":)" + std::to_string(writer.decided.size() + 1) + R"(,"results":[)" +
                   results + "]}"};
}

std::vector<Backend::Item> Backend::itemsIn(std::string_view list) const {
  std::vector<Item> items;
  for (;;) {
    Item& item = items.emplace_back();
    take(list, R"({"seq":)");
    item.seq = takeNumber(list);
    if (item.seq == 0) Judge::fail("I3", "a message is sent with the number 0");
    take(list, ",");
    if (list.starts_with(R"("tombstone")")) {
      take(list, R"("tombstone":true})");
      item.tombstone = true;
    } else {
      const std::string_view payload = list;
      take(list, R"("id":")");
      item.message = sim_.judge.knownMessage(takeUntil(list, "\""));
      takeUntil(list, R"(Z"})");
      checkPayload(item.message, payload.substr(0, payload.size() - list.size()));
    }
    if (list == "]}") return items;
    take(list, ",");
  }
}

void Backend::checkMisplaced(const std::pair<std::string, std::string>& writer, std::uint64_t due,
                             std::uint64_t received) const {
  if (!forgotten_.contains(writer)) sim_.judge.misplaced(writer.second, due, received);
}

void Backend::checkPayload(MessageNo message, std::string_view payload) const {
  if (!isRestOfPayload(payload, message, sim_.judge.messages[message].size))
    Judge::fail("I1", messageName(message) + " arrives with another payload than it was queued with");
}

Answer Backend::refusal(const std::vector<Item>& items, std::uint64_t decided) const {
  for (const Item& item : items) {
    if (item.tombstone || item.seq <= decided) continue;
    const MessageFacts& message = sim_.judge.messages[item.message];
    if (message.temper != Temper::Refused) continue;
    sim_.note(Fault::BatchRefused);
    return problem(message.refusal, "unacceptable");
  }
  return {};
}

void Backend::applyItem(Writer& writer, const Item& item, std::string& results) {
  const bool isNew = item.seq == writer.decided.size() + 1;
  if (isNew) {
    Decided decided{item.tombstone ? Decision::Skipped : Decision::Stored, item.message};
    if (!item.tombstone) {
      const MessageFacts& message = sim_.judge.messages[item.message];
      if (message.position == 0 && message.temper == Temper::Rejected) {
        sim_.note(Fault::MessageRejected);
        decided.decision = Decision::Rejected;
      } else if (message.position == 0) {
        sim_.judge.stored(item.message);
      } else {
        results.append(results.empty() ? "" : ",");
        results.append(R"({"seq":)" + std::to_string(item.seq) + R"(,"id":)" +
                       quoted(messageName(item.message)) + R"(,"status":"duplicate","position":)" +
                       std::to_string(message.position) + "}");
        writer.decided.push_back(decided);
        return;
      }
    }
    writer.decided.push_back(decided);
  }
  const Decided& decided = writer.decided[item.seq - 1];
  results.append(results.empty() ? "" : ",").append(R"({"seq":)").append(std::to_string(item.seq));
  if (decided.decision != Decision::Skipped)
    results.append(R"(,"id":)").append(quoted(messageName(decided.message)));
  switch (decided.decision) {
    case Decision::Skipped: results.append(R"(,"status":"skipped"})"); return;
    case Decision::Rejected:
      results.append(
          R"(,"status":"rejected","problem":{"type":"urn:holdfast:problem:poisoned","title":"No","status":422}})");
      return;
    case Decision::Stored:
      results.append(isNew ? R"(,"status":"stored","position":)" : R"(,"status":"duplicate","position":)");
      results.append(std::to_string(sim_.judge.messages[decided.message].position)).append("}");
  }
}

Answer Backend::create(const std::string& conversation) {
  const auto number = numberIn('c', conversation);
  if (!number || *number >= sim_.judge.conversations.size())
    Judge::fail("sanity", "there is no conversation " + conversation);
  const auto kind = sim_.judge.conversations[*number].kind;
  if (kind == ConversationFacts::Kind::Refused) {
    sim_.note(Fault::CreationRefused);
    return problem(422, "unacceptable");
  }
  const bool isNew = created_.insert(conversation).second;
  return {isNew ? 201 : 200, R"({"id":)" + quoted(conversation) +
                                 R"(,"title":"A talk","createdAt":"2026-11-22T10:00:00.000Z"})"};
}

std::uint64_t Backend::fingerprint() const {
  Fingerprint print;
  for (const auto& [key, writer] : writers_) {
    print.add(key.first).add(key.second).add(writer.decided.size());
    for (const Decided& decided : writer.decided)
      print.add(static_cast<std::uint64_t>(decided.decision)).add(decided.message);
  }
  for (const std::string& conversation : created_) print.add(conversation);
  return print.value();
}

void Backend::forgetWriters() {
  for (const auto& [key, writer] : writers_) forgotten_.insert(key);
  writers_.clear();
  sim_.note(Fault::ServerForgot);
}

}  // namespace holdfast::sim
