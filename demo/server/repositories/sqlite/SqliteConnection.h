// One connection to an SQLite database, with its prepared statements kept. For one thread at a time.
// Errors: StorageError with SQLite's own words.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "repositories/sqlite/SqliteStatement.h"

struct sqlite3;
struct sqlite3_stmt;

namespace holdfast::server {

class SqliteConnection {
 public:
  /// Opens (and makes, where there is none) the file in WAL mode with synchronous=FULL.
  explicit SqliteConnection(const std::string& path);

  /// Runs statements that take and give nothing.
  void execute(const char* sql);

  /// The statement, ready to be bound. REQUIRES: the one that this SQL gave before is gone.
  SqliteStatement prepare(std::string_view sql);

 private:
  struct CloseConnection {
    void operator()(sqlite3* connection) const noexcept;
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  std::unique_ptr<sqlite3, CloseConnection> connection_;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, FinalizeStatement>, std::less<>> statements_;
};

}  // namespace holdfast::server
