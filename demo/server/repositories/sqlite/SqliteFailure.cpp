#include "repositories/sqlite/SqliteFailure.h"

#include <sqlite3.h>

#include <string>

#include "repositories/StorageError.h"

namespace holdfast::server {

void throwSqliteFailure(sqlite3* connection, std::string_view doing) {
  const int primary = sqlite3_errcode(connection) & 0xFF;
  const bool transient = primary == SQLITE_BUSY || primary == SQLITE_LOCKED;
  throw StorageError{"SQLite: " + std::string{sqlite3_errmsg(connection)} + " (" + std::string{doing} + ")",
                     transient ? StorageError::Kind::Transient : StorageError::Kind::Lasting};
}

}  // namespace holdfast::server
