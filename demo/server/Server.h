// The running server: listens, serves until SIGTERM or SIGINT, and stops cleanly.
//
// A stop closes the listener and the idle connections, ends the streams, lets requests in flight finish for
// up to five seconds, and closes the database. A second signal does not wait.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <memory>

#include "Options.h"
#include "http/Application.h"
#include "http/HttpListener.h"
#include "http/SessionRegistry.h"
#include "observability/Metrics.h"
#include "repositories/Storage.h"

namespace holdfast::server {

class Server {
 public:
  /// Opens the database and listens. Errors: StorageError, boost::system::system_error, std::invalid_argument
  /// for keys that are missing or of no use.
  explicit Server(const Options& options);

  /// Where it listens, such as `http://127.0.0.1:8080`.
  [[nodiscard]] std::string url() const;

  /// Serves until it is stopped by a signal.
  void run();

 private:
  Awaitable<void> stopOnSignal();

  // Sessions live in io_, and use what stands above it: destroyed in the reverse order, they go first.
  std::string host_;
  Metrics metrics_;
  SessionRegistry sessions_;
  std::unique_ptr<Storage> storage_;
  std::unique_ptr<CompletionUpstream> upstream_;
  Application application_;
  boost::asio::io_context io_{1};
  HttpListener listener_;
  boost::asio::signal_set signals_;
};

}  // namespace holdfast::server
