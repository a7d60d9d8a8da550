// The database failed in a way that no request can be blamed for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace holdfast::server {

class StorageError : public std::runtime_error {
 public:
  enum class Kind {
    Lasting,    ///< The same request would fail again.
    Transient,  ///< The same request may well succeed a little later: the database was busy, or away.
    Conflict    ///< Another transaction was in the way; the same work succeeds when it is done once more.
  };

  StorageError(const std::string& what, Kind kind) : std::runtime_error(what), kind_(kind) {}

  [[nodiscard]] Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

/// The database was brought to the schema `found`, of which this server, who knows `known`, knows nothing.
inline StorageError newerSchema(std::uint64_t found, std::size_t known) {
  return {"the database has schema " + std::to_string(found) + "; this server knows " +
              std::to_string(known) + ": start a newer server",
          StorageError::Kind::Lasting};
}

}  // namespace holdfast::server
