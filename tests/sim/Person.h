// Who uses the chat, and the fate that strikes it: one act after the other.
#pragma once

#include <cstdint>

#include "Names.h"
#include "Tab.h"

namespace holdfast::sim {

class World;

class Person {
 public:
  explicit Person(World& world) : world_(world) {}

  /// Does one thing.
  void act();

  /// How long until the next.
  [[nodiscard]] Duration pause();

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
};

}  // namespace holdfast::sim
