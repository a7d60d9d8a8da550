// One request in, one answer out: finds the route, lets in who may pass, lets the faults strike, turns
// exceptions into problems, puts the common headers on whatever comes out, and records it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "completion/CompletionUpstream.h"
#include "http/FaultPlan.h"
#include "http/Gatekeeper.h"
#include "http/RequestRecord.h"
#include "http/Router.h"
#include "http/RunRoutes.h"
#include "http/StaticFiles.h"
#include "identity/BearerTokens.h"
#include "observability/Metrics.h"
#include "repositories/Storage.h"
#include "services/CompletionService.h"
#include "services/ConversationService.h"
#include "services/MessageService.h"
#include "services/RunService.h"

namespace holdfast::server {

struct ApplicationOptions {
  std::optional<std::filesystem::path> staticFolder = std::nullopt;
  std::vector<std::string> corsOrigins = {};
  bool demoFaults = false;
  std::uint32_t requestsPerSecond = 0;  ///< For each client; 0 for no limit.
  std::uint32_t streamsPerClient = 0;   ///< 0 for no limit.
  LegacyRun legacyRun = LegacyRun::Off;
};

class Application {
 public:
  /// Without `tokens` there are no users. REQUIRES: storage, upstream and metrics outlive this object.
  Application(Storage& storage, CompletionUpstream& upstream, std::optional<BearerTokens> tokens,
              Metrics& metrics, const ApplicationOptions& options);
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  /// No response: the stream was used, or the connection is to be closed without an answer.
  Awaitable<MaybeResponse> handle(const HttpRequest& request, EventStream& stream);

 private:
  Awaitable<MaybeResponse> answer(const HttpRequest& request, EventStream& stream, RequestRecord& record);
  Awaitable<MaybeResponse> run(const Route& route, Exchange& exchange);
  [[nodiscard]] HttpResponse answerUnrouted(const HttpRequest& request) const;
  [[nodiscard]] HttpHeaders commonHeaders(const HttpRequest& request) const;

  Metrics& metrics_;
  std::optional<BearerTokens> tokens_;
  Gatekeeper gatekeeper_;
  ConversationService conversations_;
  MessageService messages_;
  CompletionService completions_;
  RunService runs_;
  std::optional<StaticFiles> staticFiles_;
  std::vector<std::string> corsOrigins_;
  FaultPlan faults_;
  Router router_;
};

}  // namespace holdfast::server
