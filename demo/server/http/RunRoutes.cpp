#include "http/RunRoutes.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "codec/Json.h"
#include "holdfast/StreamDecoder.h"
#include "http/JsonBody.h"
#include "http/OpenStream.h"
#include "http/RunRequestCodec.h"
#include "http/SseSink.h"
#include "observability/Log.h"
#include "services/RunComparison.h"

namespace holdfast::server {

namespace {

/// RFC 9745: deprecated since 2026-11-22.
constexpr const char* kDeprecation = "@1795305600";

/// What the routes share.
struct RunContext {
  LegacyRun mode;
  Storage& storage;
  RunService& runs;
  CompletionService& completions;
  Metrics& metrics;
  const FaultPlan& faults;
};

/// Passes the answer on, and keeps its text.
class RunSink : public CompletionSink {
 public:
  RunSink(SseSink& sink, std::string firstEvent) : sink_(sink), firstEvent_(std::move(firstEvent)) {}

  Awaitable<void> begin() override {
    if (begun_) co_return;
    begun_ = true;
    co_await sink_.sendNamed("conversation", firstEvent_);
  }

  Awaitable<bool> sendChunk(std::string_view json) override {
    co_await begin();
    if (decoder_.feed("data: " + std::string{json} + "\n\n")) failed_ = true;
    for (const StreamPart& part : decoder_.parts()) {
      if (part.kind == StreamPartKind::Text) text_ += part.text;
    }
    co_return co_await sink_.sendChunk(json);
  }

  Awaitable<void> sendError(std::string_view json) override {
    failed_ = true;
    co_await begin();
    co_await sink_.sendError(json);
  }

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] bool failed() const noexcept { return failed_; }

 private:
  SseSink& sink_;
  std::string firstEvent_;
  StreamDecoder decoder_{StreamFormat::OpenAi};
  std::string text_;
  bool begun_ = false;
  bool failed_ = false;
};

Awaitable<void> compare(RunContext& context, const Exchange& exchange, const StartedRun& run,
                        std::optional<Message> answer, const std::string& generated) {
  Differences differences;
  try {
    differences = co_await compareRun(context.storage, run, std::move(answer), generated);
  } catch (const std::exception& error) {
    log(LogLevel::Warning, "shadow-failed", {{"reason", error.what()}, {"traceId", exchange.trace.traceId}});
    co_return;
  }
  context.metrics.countShadow(differences.empty() ? "same" : "different");
  if (differences.empty()) co_return;
  for (const std::string& difference : differences) context.metrics.countDifference(difference);
  log(LogLevel::Warning, "shadow-differs",
      {{"differences", differences}, {"traceId", exchange.trace.traceId}, {"spanId", exchange.trace.spanId}});
}

CompletionRequest requestOf(const StartedRun& run, const Exchange& exchange) {
  return {run.history, run.command.config, "", exchange.trace.traceparent()};
}

/// True where the answer was generated to its end.
Awaitable<bool> stream(RunContext& context, Exchange& exchange, const StartedRun& run, SseSink& events,
                       RunSink& sink, std::optional<CompletionFailure>& failure) {
  using boost::asio::experimental::awaitable_operators::operator||;
  const OpenStream counted{context.metrics};
  auto ended =
      co_await (context.completions.generateStream(requestOf(run, exchange), exchange.client.key, sink) ||
                exchange.stream.untilUnwanted());
  if (ended.index() == 1 || events.cut()) co_return false;
  failure = std::move(std::get<0>(ended));
  co_return !failure && !sink.failed();
}

/// A broken stream is an exception here: the old controller, too, got no further.
Awaitable<bool> streamOrBreak(RunContext& context, Exchange& exchange, const StartedRun& run, SseSink& events,
                              RunSink& sink, std::optional<CompletionFailure>& failure) {
  try {
    co_return co_await stream(context, exchange, run, events, sink, failure);
  } catch (const boost::system::system_error&) {
    co_return false;
  }
}

Awaitable<MaybeResponse> run(RunContext& context, Exchange& exchange) {
  if (const auto problem = checkJsonBody(exchange.request)) co_return problemResponse(*problem);
  Result<RunCommand> command = decodeRunCommand(exchange.request.body);
  if (!command) co_return problemResponse(problemOf(command.error()));
  command.value().userId = exchange.client.userId;
  context.metrics.legacyRuns().Increment();
  const auto started = co_await context.runs.start(std::move(command).value());
  if (const auto* problem = std::get_if<Problem>(&started)) co_return problemResponse(*problem);
  const auto& saved = std::get<StartedRun>(started);

  exchange.stream.addHeaders({{"deprecation", kDeprecation}});
  SseSink events{exchange.stream, 0, context.faults.cutStreamsAfterEvents, context.metrics.streamEvents()};
  RunSink sink{events,
               codec::dumpJson({{"conversationId", saved.conversationId}, {"messageId", saved.question.id}})};
  std::optional<CompletionFailure> failure;
  const bool whole = co_await streamOrBreak(context, exchange, saved, events, sink, failure);
  std::optional<Message> answer;
  if (whole) {
    auto finished = co_await context.runs.finish(saved, sink.text());
    if (auto* message = std::get_if<Message>(&finished)) answer = std::move(*message);
  }
  if (context.mode == LegacyRun::Shadow) co_await compare(context, exchange, saved, answer, sink.text());
  if (failure) co_return problemResponse(failure->problem, failure->retryAfter);
  if (whole || sink.failed()) co_await events.finish();
  co_return std::nullopt;
}

Awaitable<MaybeResponse> refuse() {
  co_return problemResponse({410, "legacy-run-off", "The one-shot endpoint is switched off",
                             "use /conversation/create, /message/append and /completion/generate"});
}

}  // namespace

void addRunRoutes(Router& router, LegacyRun mode, Storage& storage, RunService& runs,
                  CompletionService& completions, Metrics& metrics, const FaultPlan& faults) {
  RunContext context{mode, storage, runs, completions, metrics, faults};
  router.add({"POST", "/agentconversation/run", [context](Exchange& exchange) mutable {
                return context.mode == LegacyRun::Off ? refuse() : run(context, exchange);
              }});
}

}  // namespace holdfast::server
