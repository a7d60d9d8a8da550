// A transaction that rolls back unless it was committed.
#pragma once

#include <exception>

#include "repositories/sql/SqlConnection.h"

namespace holdfast::server {

class SqlTransaction {
 public:
  SqlTransaction(SqlConnection& connection, const char* begin) : connection_(connection) {
    connection_.execute(begin);
  }
  ~SqlTransaction() {
    if (committed_) return;
    try {
      connection_.execute("ROLLBACK");
    } catch (const std::exception&) {
      // The database has rolled back by itself: its disk is full, or the connection to it is gone.
      return;
    }
  }
  SqlTransaction(const SqlTransaction&) = delete;
  SqlTransaction& operator=(const SqlTransaction&) = delete;

  void commit() {
    connection_.execute("COMMIT");
    committed_ = true;
  }

 private:
  SqlConnection& connection_;
  bool committed_ = false;
};

}  // namespace holdfast::server
