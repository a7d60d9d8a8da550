#include <emscripten/bind.h>

#include <vector>

#include "Boundary.h"
#include "CorePort.h"
#include "codec/ConfigCodec.h"
#include "common/Bytes.h"

namespace holdfast::wasm {

namespace {

Handle makeCore(std::size_t bytes) { return makeFrom<CorePort>(codec::decodeConfig(inputText(bytes))); }
std::size_t coreMaxMessageBytes(Handle core) { return at<CorePort>(core).maxMessageBytes(); }
/// As outcome(); 2 where the effects are to be drained at once.
int outcomeOf(const CorePort& core, const std::optional<Error>& error) {
  const int failed = outcome(error);
  return failed == 0 && core.isUrgent() ? 2 : failed;
}
int coreHandle(Handle core, std::size_t bytes, double now) {
  auto& port = at<CorePort>(core);
  return outcomeOf(port, port.handle(inputText(bytes), now));
}
int coreQueueMessages(Handle core, std::size_t bytes, double now) {
  auto& port = at<CorePort>(core);
  return outcomeOf(port, port.queueMessages(inputText(bytes), now));
}
void coreDrain(Handle core) { showOutput(at<CorePort>(core).drain()); }
double coreNextDeadline(Handle core) { return at<CorePort>(core).nextDeadlineMs(); }

/// The input is a list of records: `*text`. The output is JSON.
void describeSegments(std::size_t bytes) {
  std::vector<std::string_view> records;
  ByteReader reader{inputText(bytes)};
  while (reader.remaining() > 0) records.push_back(reader.text());
  putOut(holdfast::describeSegments(records));
}

/// The output is a list of records: `*(text(conversationId) text(bytes))`.
int upgradeSegment(std::size_t bytes) {
  const auto upgraded = holdfast::upgradeSegment(inputText(bytes));
  if (!upgraded) return outcome(upgraded.error());
  std::string records;
  ByteWriter writer{records};
  for (const LogRecord& record : upgraded.value()) {
    writer.text(record.conversationId);
    writer.text(record.bytes);
  }
  putOut(std::move(records));
  return 0;
}

}  // namespace

EMSCRIPTEN_BINDINGS(core) {
  using emscripten::function;
  function("describeSegments", &describeSegments);
  function("upgradeSegment", &upgradeSegment);
  function("makeCore", &makeCore);
  function("coreMaxMessageBytes", &coreMaxMessageBytes);
  function("coreHandle", &coreHandle);
  function("coreQueueMessages", &coreQueueMessages);
  function("coreDrain", &coreDrain);
  function("coreNextDeadline", &coreNextDeadline);
}

}  // namespace holdfast::wasm
