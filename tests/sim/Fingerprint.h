// Hashes of 64 bits of what the world is made of, so that equal states can be told to be equal.
#pragma once

#include <cstdint>
#include <string_view>

#include "Happening.h"
#include "common/Random.h"

namespace holdfast::sim {

class Network;

class Fingerprint {
 public:
  Fingerprint& add(std::uint64_t number) noexcept {
    hash_ = Random{hash_ ^ (number + 1) * 0xff51afd7ed558ccd}.next();
    return *this;
  }
  Fingerprint& add(std::string_view text) noexcept;

  [[nodiscard]] std::uint64_t value() const noexcept { return hash_; }

 private:
  std::uint64_t hash_ = 0;
};

/// All that it says and brings.
[[nodiscard]] std::uint64_t fingerprintOf(const Transaction& transaction);

/// What happens, and to whom. A request has no number here but that of its tab: those of the network depend
/// on the order in which tabs send, and mean nothing.
[[nodiscard]] std::uint64_t fingerprintOf(const Happening& happening, const Network& network);

}  // namespace holdfast::sim
