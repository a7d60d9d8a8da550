// One page session: the real core, and around it what js/Engine.js does for it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "Bounds.h"
#include "Fingerprint.h"
#include "Happening.h"
#include "Network.h"
#include "TabLead.h"
#include "TabStorage.h"
#include "holdfast/Core.h"

namespace holdfast::sim {

class World;

class Tab {
 public:
  Tab(World& world, TabId id, const Config& config);

  // The life of the page.
  void join();
  /// It is unloaded, frozen, or rests in the back/forward cache: it has said good-bye.
  void leave();
  void hide();
  void die();
  void freeze() { isFrozen_ = true; }
  /// What has been due to it meanwhile is due now.
  void thaw();

  [[nodiscard]] bool isAlive() const noexcept { return core_ != nullptr; }
  [[nodiscard]] bool isFrozen() const noexcept { return isFrozen_; }
  [[nodiscard]] bool isPresent() const noexcept { return isAlive() && !isFrozen_ && isJoined_; }
  [[nodiscard]] bool isOnline() const noexcept { return isOnline_; }
  [[nodiscard]] bool leads() const noexcept { return lead_.leads(); }

  // The person.
  void queue(MessageNo message);
  void begin(ConversationNo conversation);
  void endTurn();
  void flush();
  void retryParked(const ParkedRecord& record);
  void discardParked(const std::string& messageId);
  void setOnline(bool online);
  void resume();

  // The world.
  /// Hands the event to the core and performs what follows.
  void hand(Event event);
  /// It is about to hear of this, or has asked and was told so: a link of the chain that Interleaving.h
  /// needs.
  void saw(const Happening& happening);
  void saw(std::uint64_t answer);
  /// The chain of all that it saw.
  [[nodiscard]] std::uint64_t seen() const noexcept { return seen_.value(); }
  /// Whether it keeps this for later, since it is frozen.
  bool keepsForLater(Happening& happening);
  void timerFired(std::uint32_t timer);
  void heard(std::unique_ptr<Transaction> transaction);
  void requestEnded(RequestId request, RequestEnds& end);
  TabLead& lead() noexcept { return lead_; }
  TabStorage& storage() noexcept { return storage_; }
  /// The log cannot be read: what this page knows of is queued again, in memory.
  void rescue();
  void leadershipChanged(bool leader) { hand(LeadershipChanged{leader}); }
  /// It waits for news of what it has saved; by and by it asks for some.
  void watch();
  void looksForNews();

  /// Nothing of it waits for anything but its own timers.
  [[nodiscard]] bool isIdle() const { return storage_.isIdle(); }
  [[nodiscard]] const QueueStatus& status() const noexcept { return status_; }
  [[nodiscard]] Time notBefore() const noexcept { return bounds_.notBefore(); }
  [[nodiscard]] TabId id() const noexcept { return id_; }

 private:
  void perform(Effect& effect);
  void performSend(SendBatch& send);
  void performReport(ReportMessages& report);
  void schedule();
  [[nodiscard]] bool waitsForNews() const;
  void handQueued(MessageNo message);

  World& world_;
  TabId id_;
  Config config_;
  std::unique_ptr<Core> core_;
  TabStorage storage_;
  TabLead lead_;
  Bounds bounds_;
  QueueStatus status_;
  bool isFrozen_ = false;
  bool isJoined_ = false;
  bool isOnline_ = true;
  std::vector<Happening> kept_;
  std::uint32_t timer_ = 0;
  Fingerprint seen_{};
  std::optional<Time> wakesAt_;
  /// Messages of this page that it does not know to be synced or parked.
  struct Standing {
    SyncState state = SyncState::Queued;
    bool isHeld = false;       ///< In memory, since the storage failed.
    bool hasHeldCopy = false;  ///< It was retried since.
    [[nodiscard]] bool mayBeUnsaved() const noexcept { return isHeld || hasHeldCopy; }
  };
  std::map<MessageNo, Standing> underWay_;
  /// Conversations that this page began, and does not know to be created or refused.
  std::set<ConversationNo> begun_;
  bool isWatching_ = false;
  Duration watchEvery_{10'000};
  std::uint32_t silences_ = 0;
};

}  // namespace holdfast::sim
