#include "repositories/sqlite/SqliteConnection.h"

#include <sqlite3.h>

#include "repositories/sqlite/SqliteFailure.h"
#include "repositories/sqlite/SqliteStatement.h"

namespace holdfast::server {

namespace {

constexpr int kBusyTimeoutMs = 5000;

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path) {
  sqlite3* opened = nullptr;
  constexpr int kFlags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &opened, kFlags, nullptr);
  connection_.reset(opened);
  if (code != SQLITE_OK) throwSqliteFailure(opened, "cannot open the database " + path);
  sqlite3_busy_timeout(opened, kBusyTimeoutMs);
  execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
}

void SqliteConnection::execute(const char* sql) {
  if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    throwSqliteFailure(connection_.get(), sql);
  }
}

std::unique_ptr<SqlStatement> SqliteConnection::prepare(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) throwSqliteFailure(connection_.get(), sql);
    found = statements_.emplace(sql, statement).first;
  }
  return std::make_unique<SqliteStatement>(found->second.get());
}

void SqliteConnection::CloseConnection::operator()(sqlite3* connection) const noexcept {
  sqlite3_close_v2(connection);
}

void SqliteConnection::FinalizeStatement::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

}  // namespace holdfast::server
