// What an HTTP answer to a batch means for its messages: the one table, and what a user changes of it.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "holdfast/Config.h"

namespace holdfast {

enum class Verdict : std::uint8_t {
  Accepted,      ///< Read the results.
  Again,         ///< The backend is in trouble: back off, and count it against the breaker.
  Paced,         ///< The backend is well and asks for patience: back off.
  Unauthorized,  ///< Ask for the headers once more, then wait for the user.
  OutOfOrder,    ///< A seq that the backend cannot place; else as Refused.
  Refused,       ///< It will never be accepted as it is: halve, then park.
};

/// The table, as it is without overrides.
[[nodiscard]] constexpr Verdict verdictOf(int status) noexcept {
  switch (status) {
    case 200:
    case 201: return Verdict::Accepted;
    case 401:
    case 403: return Verdict::Unauthorized;
    case 408:
    case 425:
    case 500:
    case 502:
    case 503:
    case 504: return Verdict::Again;
    case 409: return Verdict::OutOfOrder;
    case 429: return Verdict::Paced;
    default: break;
  }
  // A status that no table names: an error of the server's own kind may pass, all else will not change.
  const bool refused = (status >= 400 && status < 500) || status == 501 || status == 505;
  return refused ? Verdict::Refused : Verdict::Again;
}

[[nodiscard]] constexpr Verdict verdictOf(StatusRule rule) noexcept {
  switch (rule) {
    case StatusRule::Again: return Verdict::Again;
    case StatusRule::Paced: return Verdict::Paced;
    case StatusRule::Pause: return Verdict::Unauthorized;
    case StatusRule::Park: break;
  }
  return Verdict::Refused;
}

/// The table with what a user changed: an override of one status wins over one of its class.
class Classification {
 public:
  explicit Classification(std::vector<StatusOverride> overrides) : overrides_(std::move(overrides)) {}

  /// A 409 about the sequence is the protocol's own affair, whatever the user says of other ones: REQUIRES of
  /// the caller to know those by their code.
  [[nodiscard]] Verdict verdictOf(int status) const {
    std::optional<StatusRule> ofClass;
    for (const StatusOverride& override : overrides_) {
      if (status < override.from || status > override.to) continue;
      if (override.from == override.to) return holdfast::verdictOf(override.rule);
      ofClass = override.rule;
    }
    return ofClass ? holdfast::verdictOf(*ofClass) : holdfast::verdictOf(status);
  }

 private:
  std::vector<StatusOverride> overrides_;
};

}  // namespace holdfast
