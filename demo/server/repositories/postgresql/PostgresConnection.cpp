#include "repositories/postgresql/PostgresConnection.h"

#include "repositories/postgresql/PostgresFailure.h"
#include "repositories/postgresql/PostgresStatement.h"

namespace holdfast::server {

PostgresConnection::PostgresConnection(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  require();
}

void PostgresConnection::reconnect() {
  statements_.clear();
  PQreset(connection_.get());
  require();
}

void PostgresConnection::execute(const char* sql) {
  const PostgresResult result{PQexec(connection_.get(), sql)};
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  throwPostgresFailure(connection_.get(), result.get(), sql);
}

std::unique_ptr<SqlStatement> PostgresConnection::prepare(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    const std::string text{sql};
    const std::string name = "holdfast_" + std::to_string(statements_.size() + 1);
    const PostgresResult result{PQprepare(connection_.get(), name.c_str(), text.c_str(), 0, nullptr)};
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
      throwPostgresFailure(connection_.get(), result.get(), sql);
    }
    const PostgresResult described{PQdescribePrepared(connection_.get(), name.c_str())};
    const auto parameters = static_cast<std::size_t>(PQnparams(described.get()));
    found = statements_.emplace(text, Prepared{name, parameters}).first;
  }
  return std::make_unique<PostgresStatement>(connection_.get(), found->second.name, found->second.parameters);
}

void PostgresConnection::lockConversation(std::string_view id) {
  const auto statement = prepare("SELECT 1 FROM conversations WHERE id = $1 FOR UPDATE");
  statement->bind(1, id).step();
}

void PostgresConnection::require() const {
  if (!isBroken()) return;
  throwPostgresFailure(connection_.get(), nullptr, "connecting");
}

}  // namespace holdfast::server
