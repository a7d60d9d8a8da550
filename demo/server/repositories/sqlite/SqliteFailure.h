// SQLite's errors as StorageError. Busy and locked databases are transient; nothing else is.
#pragma once

#include <string_view>

struct sqlite3;

namespace holdfast::server {

/// `doing` says what was tried.
[[noreturn]] void throwSqliteFailure(sqlite3* connection, std::string_view doing);

}  // namespace holdfast::server
