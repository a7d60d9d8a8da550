// The database failed in a way that no request can be blamed for.
#pragma once

#include <stdexcept>
#include <string>

namespace holdfast::server {

class StorageError : public std::runtime_error {
 public:
  StorageError(const std::string& what, bool transient) : std::runtime_error(what), transient_(transient) {}

  /// Whether the same request may well succeed a little later (the database was busy).
  [[nodiscard]] bool transient() const noexcept { return transient_; }

 private:
  bool transient_;
};

}  // namespace holdfast::server
