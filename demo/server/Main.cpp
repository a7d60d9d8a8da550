// The entry point: options in, one line on standard output when the server listens, exit code out:
// 0 after a clean stop, 1 where the server cannot run, 2 for a command line that is wrong.
#include <csignal>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "Options.h"
#include "Server.h"

namespace {

int serve(const holdfast::server::Options& options) {
  // A client that has gone is an error of the write to it, not a signal.
  std::signal(SIGPIPE, SIG_IGN);
  holdfast::server::setLogLevel(options.logLevel);
  try {
    holdfast::server::Server server{options};
    std::cout << "holdfast-server listening on " << server.url() << '\n' << std::flush;
    server.run();
  } catch (const std::exception& error) {
    std::cerr << "holdfast-server cannot run: " << error.what() << '\n';
    return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace holdfast::server;
  const auto parsed = parseOptions({argv + 1, argv + argc});
  if (std::holds_alternative<HelpWanted>(parsed)) {
    std::cout << helpText();
    return 0;
  }
  if (const auto* complaint = std::get_if<Complaint>(&parsed)) {
    std::cerr << "holdfast-server: " << complaint->text << "\nTry holdfast-server --help.\n";
    return 2;
  }
  return serve(std::get<Options>(parsed));
}
