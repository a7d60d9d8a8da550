#include "observability/TraceContext.h"

#include <cstddef>
#include <cstdint>
#include <random>

namespace holdfast::server {

namespace {

constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kSpanDigits = 16;
constexpr std::string_view kHex = "0123456789abcdef";

bool isHex(std::string_view text) { return text.find_first_not_of(kHex) == std::string_view::npos; }

bool isZero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

/// Names of spans need not be secret, only rare.
std::string randomHex(std::size_t digits) {
  thread_local std::mt19937_64 random{std::random_device{}()};
  std::string text;
  while (text.size() < digits) {
    std::uint64_t bits = random();
    for (int i = 0; i < 16; ++i, bits >>= 4U) text += kHex[bits & 0x0FU];
  }
  return text;
}

/// `version-traceId-parentId-flags`; a later version may have more behind them.
bool parse(std::string_view header, TraceContext& context) {
  constexpr std::size_t kSize = 2 + 1 + kTraceDigits + 1 + kSpanDigits + 1 + 2;
  if (header.size() < kSize || header[2] != '-' || header[35] != '-' || header[52] != '-') return false;
  const std::string_view version = header.substr(0, 2);
  const std::string_view traceId = header.substr(3, kTraceDigits);
  const std::string_view parentId = header.substr(36, kSpanDigits);
  const std::string_view flags = header.substr(53, 2);
  const bool whole =
      version == "00" ? header.size() == kSize : header.size() == kSize || header[kSize] == '-';
  if (!whole || version == "ff" || !isHex(version) || !isHex(traceId) || !isHex(parentId) || !isHex(flags)) {
    return false;
  }
  if (isZero(traceId) || isZero(parentId)) return false;
  context.traceId = traceId;
  context.parentId = parentId;
  // Of the flags of later versions only the first, "sampled", is known.
  constexpr std::string_view kOddDigits = "13579bdf";
  context.flags = kOddDigits.find(flags[1]) == std::string_view::npos ? "00" : "01";
  return true;
}

}  // namespace

TraceContext continueTrace(std::string_view traceparent) {
  TraceContext context;
  if (!parse(traceparent, context)) context.traceId = randomHex(kTraceDigits);
  context.spanId = randomHex(kSpanDigits);
  return context;
}

}  // namespace holdfast::server
