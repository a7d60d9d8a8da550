// One connection to a database that speaks SQL, with its prepared statements kept. For one thread at a time.
// Errors: StorageError with the database's own words.
#pragma once

#include <memory>
#include <string_view>

#include "repositories/sql/SqlStatement.h"

namespace holdfast::server {

class SqlConnection {
 public:
  SqlConnection() = default;
  virtual ~SqlConnection() = default;
  SqlConnection(const SqlConnection&) = delete;
  SqlConnection& operator=(const SqlConnection&) = delete;

  /// Runs statements that take and give nothing.
  virtual void execute(const char* sql) = 0;

  /// The statement, ready to be bound. Parameters are written `$1`, `$2`, …, and appear in that order.
  /// REQUIRES: `sql` is a literal; the statement that it gave before is gone.
  virtual std::unique_ptr<SqlStatement> prepare(std::string_view sql) = 0;

  /// Keeps others from changing that conversation's row until the transaction ends.
  virtual void lockConversation(std::string_view id) = 0;
};

}  // namespace holdfast::server
