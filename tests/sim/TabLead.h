// A tab's part in the choice of the leader, as js/Leadership.js has it.
#pragma once

#include <cstdint>
#include <optional>

#include "Transaction.h"

namespace holdfast::sim {

class Tab;
class World;

class TabLead {
 public:
  TabLead(World& world, Tab& tab) : world_(world), tab_(tab) {}

  void join();
  void leave();
  /// Takes the lead from whoever has it: this tab holds messages that no other can see, or has waited in
  /// vain.
  void claim();
  void giveBack();
  void standAnew();
  void fenced();

  void granted(std::uint32_t request);
  void stolen(std::uint32_t request);
  void taken(std::uint32_t term, Fence fence);
  void parkedListed(std::uint32_t term, ParkedFound parked);

  [[nodiscard]] bool leads() const noexcept { return leads_; }
  [[nodiscard]] Fence fence() const noexcept { return fence_; }
  [[nodiscard]] std::optional<std::uint32_t> request() const noexcept { return request_; }

 private:
  void stand();
  void resign();
  void drop();
  void lost();

  World& world_;
  Tab& tab_;
  std::optional<std::uint32_t> request_;
  std::uint32_t term_ = 0;
  Fence fence_ = 0;
  bool joined_ = false;
  bool leads_ = false;
  bool claimed_ = false;
};

}  // namespace holdfast::sim
