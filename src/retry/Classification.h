// What an HTTP answer to a batch means for its messages.
#pragma once

#include <cstdint>

namespace holdfast {

enum class Verdict : std::uint8_t {
  Accepted,      ///< Read the results.
  Again,         ///< The backend is in trouble: back off, and count it against the breaker.
  Paced,         ///< The backend is well and asks for patience: back off.
  Unauthorized,  ///< Ask for the headers once more, then wait for the user.
  OutOfOrder,    ///< A seq that the backend cannot place.
  Refused,       ///< It will never be accepted as it is: halve, then park.
};

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

}  // namespace holdfast
