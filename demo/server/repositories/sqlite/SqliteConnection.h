// A SqlConnection to an SQLite file. A write transaction has the whole database to itself.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "repositories/sql/SqlConnection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace holdfast::server {

class SqliteConnection : public SqlConnection {
 public:
  /// Opens (and makes, where there is none) the file in WAL mode with synchronous=FULL.
  explicit SqliteConnection(const std::string& path);

  void execute(const char* sql) override;
  std::unique_ptr<SqlStatement> prepare(std::string_view sql) override;
  void lockConversation(std::string_view /*id*/) override {}

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
