#include <cstddef>

#include "stream/dialects/Dialect.h"

namespace holdfast {

namespace {

enum Slot : std::size_t { Text, Reasoning, FinishReason, WholeError };

void read(const Findings& event, Answer& answer) {
  for (const JsonFinding& finding : event.all()) {
    if (finding.kind != JsonKind::String || finding.span.begin == finding.span.end) continue;
    if (finding.slot == Text) event.append(answer.textOf(StreamPartKind::Text), finding);
    if (finding.slot == Reasoning) event.append(answer.textOf(StreamPartKind::Reasoning), finding);
  }
  finishWith(answer, event, event.string(FinishReason));
  failWith(answer, event, WholeError, WholeError);
}

constexpr Dialect kDialect{{}, &read};

}  // namespace

const Dialect& namedPaths() noexcept { return kDialect; }

}  // namespace holdfast
