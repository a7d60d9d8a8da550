// What every binding shares: texts and bytes go through linear memory as a pointer and a length, and what was
// made for JavaScript is known to it by a number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "holdfast/Error.h"
#include "holdfast/Time.h"

namespace holdfast::wasm {

/// Times cross as milliseconds since the epoch; -1 stands for none.
inline Time timeFrom(double ms) { return timeFromMs(static_cast<HostClock::rep>(ms)); }
inline double msFrom(std::optional<Time> time) { return time ? static_cast<double>(toMs(*time)) : -1; }

/// What JavaScript put in before the call.
std::string_view inputText(std::size_t bytes);

/// What JavaScript finds after the call. showOutput() REQUIRES: the bytes stay until the next call.
void putOut(std::string bytes);
void showOutput(std::string_view bytes);

/// 0, or 1 with the error's `code`, `field` and `detail` in the output, a line each.
int outcome(const std::optional<Error>& error);

/// Something that JavaScript made, until it releases it. A class of embind's in its place would bring
/// embind's own bookkeeping of objects to every page.
using Handle = std::uintptr_t;

struct Made {
  virtual ~Made() = default;
};

template <typename Value>
struct Holder final : Made {
  template <typename... From>
  explicit Holder(From&&... from) : value{std::forward<From>(from)...} {}
  Value value;
};

template <typename Value, typename... From>
Handle make(From&&... from) {
  Made* made = new Holder<Value>{std::forward<From>(from)...};
  return reinterpret_cast<Handle>(made);
}

/// What was made from options; 0 with the error in the output.
template <typename Value, typename Config, typename... More>
Handle makeFrom(Result<Config> config, More... more) {
  if (config) return make<Value>(std::move(config).value(), more...);
  outcome(config.error());
  return 0;
}

/// REQUIRES: the handle is one of this type, and not released: JavaScript puts 0 in the place of one that is,
/// which traps here.
template <typename Value>
Value& at(Handle handle) {
  if (handle == 0) __builtin_trap();
  return static_cast<Holder<Value>*>(reinterpret_cast<Made*>(handle))->value;
}

}  // namespace holdfast::wasm
