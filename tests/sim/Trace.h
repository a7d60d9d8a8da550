// What happened, as one number, and as text for those who want to read it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "holdfast/Time.h"

namespace holdfast::sim {

class Trace {
 public:
  /// With `out` every line is written there.
  explicit Trace(std::FILE* out = nullptr) : out_(out) {}

  [[nodiscard]] bool isRead() const noexcept { return out_ != nullptr; }

  void say(Time now, const std::string& text) {
    if (out_ == nullptr) return;
    const auto ms = toMs(now);
    std::fprintf(out_, "%10lld.%03lld  %s\n", static_cast<long long>(ms / 1'000) - kBegin,
                 static_cast<long long>(ms % 1'000), text.c_str());
  }

  /// Takes a number into the hash (FNV-1a, 64 bits at a time).
  void mix(std::uint64_t number) noexcept { hash_ = (hash_ ^ number) * 0x100000001b3; }
  void mix(std::string_view text) noexcept {
    for (const char c : text) mix(static_cast<unsigned char>(c));
  }

  [[nodiscard]] std::uint64_t hash() const noexcept { return hash_; }

  /// Seconds since the epoch when each world begins.
  static constexpr long long kBegin = 1'750'000'000;

 private:
  std::FILE* out_;
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace holdfast::sim
