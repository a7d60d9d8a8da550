// A backend that applies the sequence rule of protocol v1 and keeps every decision.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "Sim.h"

namespace holdfast::sim {

struct Answer {
  int status = 200;
  std::string body{};
  std::string retryAfter{};
};

class Backend {
 public:
  explicit Backend(Sim& sim) : sim_(sim) {}

  /// REQUIRES: the body is as the core makes it; anything else is a violation.
  Answer append(std::string_view body);
  Answer create(const std::string& conversation);

  /// As after a restore from a backup that had the messages and not the writers.
  void forgetWriters();

  [[nodiscard]] std::uint64_t fingerprint() const;

 private:
  struct Item {
    std::uint64_t seq = 0;
    bool tombstone = false;
    MessageNo message = 0;
  };
  enum class Decision : std::uint8_t { Stored, Rejected, Skipped };
  struct Decided {
    Decision decision = Decision::Stored;
    MessageNo message = 0;
  };
  struct Writer {
    std::vector<Decided> decided;  ///< The decision on number n is at n - 1.
  };

  [[nodiscard]] std::vector<Item> itemsIn(std::string_view list) const;
  /// The writer's number cannot be placed; that is a violation unless it was forgotten.
  void checkMisplaced(const std::pair<std::string, std::string>& writer, std::uint64_t due,
                      std::uint64_t received) const;
  void checkPayload(MessageNo message, std::string_view payload) const;
  [[nodiscard]] Answer refusal(const std::vector<Item>& items, std::uint64_t decided) const;
  void applyItem(Writer& writer, const Item& item, std::string& results);

  Sim& sim_;
  std::map<std::pair<std::string, std::string>, Writer> writers_;
  std::set<std::string> created_;
  /// Writers whose numbers it forgot: these alone may be numbered anew.
  std::set<std::pair<std::string, std::string>> forgotten_;
};

[[nodiscard]] Answer problem(int status, std::string_view code, std::string_view more = {});

}  // namespace holdfast::sim
