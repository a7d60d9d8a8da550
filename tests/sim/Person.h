// Who uses the chat, and the fate that strikes it: one act after the other.
#pragma once

#include <cstdint>

#include "Actor.h"
#include "Names.h"
#include "Tab.h"

namespace holdfast::sim {

class World;

class Person final : public Actor {
 public:
  explicit Person(World& world) : world_(world) {}

  void act() override;
  [[nodiscard]] std::optional<Duration> pause() override;

 private:
  void write(Tab& tab);
  MessageNo newMessage(Tab& tab, ConversationNo conversation);
  bool decideOnParked(Tab& tab);
  void useTabs(Tab& tab);
  void strike();
  void strikeNetwork();
  void strikeDisk();
  void strikeBrowser();
  void powerCut();
  Tab* anyTab();
  Tab* anyFrozenTab();

  World& world_;
  std::uint32_t acts_ = 0;
};

}  // namespace holdfast::sim
