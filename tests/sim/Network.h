// What lies between the tabs and the backend.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "Backend.h"
#include "Sim.h"

namespace holdfast::sim {

class Network {
 public:
  Network(Sim& sim, Backend& backend) : sim_(sim), backend_(backend) {}

  struct Request {
    TabId tab = 0;
    SendBatch send{};
    bool hasEnded = false;  ///< The tab has heard how, or hears nothing any more.
  };

  void send(TabId tab, SendBatch send, bool isOnline);

  /// The tab gives up on the request; it may arrive all the same.
  void abort(TabId tab, RequestId request);

  void reachesServer(std::uint32_t request);

  /// The request that has ended; nullptr where its tab waits for it no longer.
  const Request* ended(std::uint32_t request);

  [[nodiscard]] const Request& request(std::uint32_t number) const { return requests_[number]; }
  [[nodiscard]] TabId ownerOf(std::uint32_t request) const { return requests_[request].tab; }

  void tabDied(TabId tab);

  /// The server is away until it is brought back.
  bool serverIsUp = true;
  bool isOut = false;

 private:
  void fail(std::uint32_t request, Duration delay);
  void answer(std::uint32_t request, Answer answer);
  [[nodiscard]] Answer handle(const Request& request);
  [[nodiscard]] Answer faultyAnswer();

  Sim& sim_;
  Backend& backend_;
  std::deque<Request> requests_;
};

}  // namespace holdfast::sim
