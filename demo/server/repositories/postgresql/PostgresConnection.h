// A SqlConnection to a PostgreSQL server. A connection that broke is made anew by the next transaction.
#pragma once

#include <libpq-fe.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "repositories/sql/SqlConnection.h"

namespace holdfast::server {

class PostgresConnection : public SqlConnection {
 public:
  /// Connects. `url` is `postgresql://user:password@host:port/database`, and what else libpq allows in it.
  explicit PostgresConnection(const std::string& url);

  [[nodiscard]] bool isBroken() const noexcept { return PQstatus(connection_.get()) != CONNECTION_OK; }

  /// Connects anew. Errors: StorageError, and the connection is broken then.
  void reconnect();

  void execute(const char* sql) override;
  std::unique_ptr<SqlStatement> prepare(std::string_view sql) override;
  void lockConversation(std::string_view id) override;

 private:
  struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };
  struct Prepared {
    std::string name;
    std::size_t parameters;
  };

  void require() const;

  std::unique_ptr<PGconn, Finish> connection_;
  std::map<std::string, Prepared, std::less<>> statements_;
};

}  // namespace holdfast::server
