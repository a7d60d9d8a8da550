// How large a world is, and how its cores are set up.
#pragma once

#include <algorithm>
#include <cstdint>

#include "Choices.h"
#include "holdfast/Config.h"

namespace holdfast::sim {

struct Plan {
  std::uint32_t acts = 0;
  std::uint32_t conversations = 1;
  std::uint32_t mostTabs = 1;
  bool isPatient = false;  ///< Days pass.
  bool isNarrow = false;   ///< A few messages reach the limits.
  Config config{};

  explicit Plan(Choices& choices) {
    acts = choices.between(3, 40);
    conversations = choices.between(1, 4);
    mostTabs = choices.between(1, 4);
    isPatient = choices.chance(30);
    isNarrow = choices.chance(500);
    if (isNarrow) makeNarrow(choices);
  }

 private:
  void makeNarrow(Choices& choices) {
    config.log.maxSegmentBytes = choices.between(600, 1'500);
    config.log.groupBytes = choices.between(600, 4'000);
    config.log.windowBytes = choices.between(500, 4'000);
    config.log.laneBytes = choices.between(500, 3'000);
    config.log.firstRead = choices.between(1, 3);
    config.log.maxRead = config.log.firstRead + choices.below(4);
    config.log.lanesPerSearch = choices.between(1, 3);
    config.batch.maxMessages = choices.between(1, 5);
    config.batch.maxBytes = choices.between(300, 2'000);
    config.batch.maxBacklogMessages = config.batch.maxMessages * choices.between(1, 4);
    config.batch.maxBacklogBytes = config.batch.maxBytes * choices.between(1, 4);
    config.batch.maxMessageBytes = 8'000;
    config.batch.lanesAtOnce = choices.between(1, 4);
    config.batch.lanesForNew = choices.below(2);
    config.batch.maxPartingBytes = choices.between(500, 3'000);
    config.batch.maxPartingRequests = choices.between(1, 3);
    config.breaker.failureThreshold = choices.between(1, 5);
  }
};

}  // namespace holdfast::sim
