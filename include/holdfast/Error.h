// What can go wrong, as values. The core throws nothing.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace holdfast {

/// Every code has a stable kebab-case name, which is the `code` of the JavaScript `HoldfastError`.
enum class ErrorCode {
  InvalidJson,      ///< The text is not JSON, or not UTF-8.
  InvalidField,     ///< A field is missing, of the wrong type or out of its range.
  MessageTooLarge,  ///< A message is larger than `Config::maxMessageBytes`.
  MalformedAnswer,  ///< The backend answered with something that is not protocol v1.
  DamagedSegment,   ///< A record of the log is torn, truncated or of an unknown version.
  MalformedEvent,   ///< The host handed in bytes that are no event.
  StreamLimit,      ///< A line or an event of a stream is beyond its bound.
  MalformedDelta,   ///< A stream event does not hold what its format promises.
  UpstreamError,    ///< The stream itself reported an error.
};

/// Source of the names: this function alone.
[[nodiscard]] constexpr std::string_view nameOf(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::InvalidJson: return "invalid-json";
    case ErrorCode::InvalidField: return "invalid-field";
    case ErrorCode::MessageTooLarge: return "message-too-large";
    case ErrorCode::MalformedAnswer: return "malformed-answer";
    case ErrorCode::DamagedSegment: return "damaged-segment";
    case ErrorCode::MalformedEvent: return "malformed-event";
    case ErrorCode::StreamLimit: return "stream-limit";
    case ErrorCode::MalformedDelta: return "malformed-delta";
    case ErrorCode::UpstreamError: return "upstream-error";
  }
  return "unknown";
}

/// One expected failure: what kind, a sentence for a person, and where it was found.
struct Error {
  ErrorCode code = ErrorCode::InvalidField;
  std::string detail;
  /// The path of the field at fault, such as `messages[3].role`; empty where none is to blame.
  std::string field = {};
};

/// Either a value or the reason why there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  /// REQUIRES: ok().
  [[nodiscard]] const T& value() const& noexcept { return *std::get_if<0>(&state_); }
  [[nodiscard]] T& value() & noexcept { return *std::get_if<0>(&state_); }
  [[nodiscard]] T&& value() && noexcept { return std::move(*std::get_if<0>(&state_)); }

  /// REQUIRES: !ok().
  [[nodiscard]] const Error& error() const noexcept { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace holdfast
