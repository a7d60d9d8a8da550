// One request in, one answer out: finds the route, lets the faults strike, turns exceptions into problems,
// and puts the common headers on whatever comes out.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "completion/CompletionUpstream.h"
#include "http/FaultPlan.h"
#include "http/Router.h"
#include "http/StaticFiles.h"
#include "repositories/Storage.h"
#include "services/CompletionService.h"
#include "services/ConversationService.h"
#include "services/MessageService.h"

namespace holdfast::server {

struct ApplicationOptions {
  std::optional<std::filesystem::path> staticFolder = std::nullopt;
  std::vector<std::string> corsOrigins = {};
  bool demoFaults = false;
};

class Application {
 public:
  /// REQUIRES: `storage` and `upstream` outlive this object.
  Application(Storage& storage, CompletionUpstream& upstream, const ApplicationOptions& options);
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  /// No response: the stream was used, or the connection is to be closed without an answer.
  Awaitable<MaybeResponse> handle(const HttpRequest& request, EventStream& stream);

 private:
  Awaitable<MaybeResponse> answer(const HttpRequest& request, EventStream& stream);
  Awaitable<MaybeResponse> run(const Route& route, Exchange& exchange);
  [[nodiscard]] HttpResponse answerUnrouted(const HttpRequest& request) const;
  [[nodiscard]] HttpHeaders commonHeaders(const HttpRequest& request) const;

  ConversationService conversations_;
  MessageService messages_;
  CompletionService completions_;
  std::optional<StaticFiles> staticFiles_;
  std::vector<std::string> corsOrigins_;
  FaultPlan faults_;
  Router router_;
};

}  // namespace holdfast::server
