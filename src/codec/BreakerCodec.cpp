#include "codec/BreakerCodec.h"

#include <cstdint>
#include <optional>

#include "codec/Json.h"

namespace holdfast::codec {

namespace {

constexpr int kVersion = 1;

std::optional<BreakerState> stateNamed(std::string_view name) {
  for (const BreakerState state :
       {BreakerState::Closed, BreakerState::Open, BreakerState::HalfOpen, BreakerState::Isolated}) {
    if (nameOf(state) == name) return state;
  }
  return std::nullopt;
}

/// Reads whole numbers; remembers the first that is wrong.
class NumberReader {
 public:
  explicit NumberReader(const Json& json) : json_(json) {}

  std::int64_t read(std::string_view name) {
    const Result<std::uint64_t> number = readWhole(json_, name, "", 0);
    if (number) return static_cast<std::int64_t>(number.value());
    if (!error_) error_ = number.error();
    return 0;
  }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  const Json& json_;
  std::optional<Error> error_;
};

// Written by hand: names and whole numbers need no escapes, and the library's writer would be most of its
// weight.
std::string describe(const BreakerTransition& transition) {
  const std::string until = transition.until ? std::to_string(toMs(*transition.until)) : "null";
  return R"({"from":")" + std::string{nameOf(transition.from)} + R"(","to":")" +
         std::string{nameOf(transition.to)} + R"(","at":)" + std::to_string(toMs(transition.at)) +
         R"(,"reason":")" + std::string{nameOf(transition.reason)} + R"(","until":)" + until + "}";
}

}  // namespace

std::string encodeSnapshot(const BreakerSnapshot& snapshot) {
  return R"({"version":)" + std::to_string(kVersion) + R"(,"state":")" + std::string{nameOf(snapshot.state)} +
         R"(","failuresInRow":)" + std::to_string(snapshot.failuresInRow) + R"(,"until":)" +
         std::to_string(toMs(snapshot.until)) + R"(,"rest":)" + std::to_string(snapshot.rest.count()) + "}";
}

Result<BreakerSnapshot> decodeSnapshot(std::string_view text) {
  const Result<Json> json = parseJson(text);
  if (!json) return json.error();
  NumberReader numbers{json.value()};
  const std::int64_t version = numbers.read("version");
  const std::int64_t failures = numbers.read("failuresInRow");
  const Time until = timeFromMs(numbers.read("until"));
  const Duration rest{numbers.read("rest")};
  if (numbers.error()) return *numbers.error();
  if (version != kVersion) return fieldError("", "version", "is not one that this version reads");
  if (failures > UINT32_MAX) return fieldError("", "failuresInRow", "is too large");
  const Result<std::string> name = readString(json.value(), "state", "");
  if (!name) return name.error();
  const auto state = stateNamed(name.value());
  if (!state) return fieldError("", "state", "is no state of a breaker");
  return BreakerSnapshot{*state, static_cast<std::uint32_t>(failures), until, rest};
}

std::string encodeTransitions(const std::vector<BreakerTransition>& transitions) {
  std::string list;
  for (const BreakerTransition& transition : transitions)
    list += (list.empty() ? "[" : ",") + describe(transition);
  return list.empty() ? "[]" : list + "]";
}

}  // namespace holdfast::codec
