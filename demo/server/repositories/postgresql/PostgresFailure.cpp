#include "repositories/postgresql/PostgresFailure.h"

#include <algorithm>
#include <array>
#include <string>

#include "repositories/StorageError.h"

namespace holdfast::server {

namespace {

StorageError::Kind kindOf(std::string_view sqlState) {
  // Serialization failure, deadlock, unique violation.
  constexpr std::array<std::string_view, 3> kConflicts{"40001", "40P01", "23505"};
  // Connection exceptions, resources, operator intervention, and a standby that was promoted elsewhere.
  constexpr std::array<std::string_view, 5> kTransient{"08", "53", "57P", "55P03", "25006"};
  if (std::find(kConflicts.begin(), kConflicts.end(), sqlState) != kConflicts.end()) {
    return StorageError::Kind::Conflict;
  }
  const bool transient = std::any_of(kTransient.begin(), kTransient.end(),
                                     [&](std::string_view start) { return sqlState.starts_with(start); });
  return transient ? StorageError::Kind::Transient : StorageError::Kind::Lasting;
}

std::string_view withoutLineEnd(std::string_view text) {
  return text.substr(0, text.find_last_not_of("\r\n") + 1);
}

}  // namespace

void throwPostgresFailure(const PGconn* connection, const PGresult* result, std::string_view doing) {
  const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  // Only what the server itself says has a state: without one, the connection broke.
  const char* words = result != nullptr ? PQresultErrorMessage(result) : PQerrorMessage(connection);
  throw StorageError{"PostgreSQL: " + std::string{withoutLineEnd(words)} + " (" + std::string{doing} + ")",
                     state == nullptr ? StorageError::Kind::Transient : kindOf(state)};
}

}  // namespace holdfast::server
