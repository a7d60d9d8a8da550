#include <libpq-fe.h>

#include <array>
#include <cstdint>

#include "Inserts.h"

namespace {

class PostgresInserts : public Inserts {
 public:
  explicit PostgresInserts(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) fail(PQerrorMessage(connection_));
    prepare("message",
            "INSERT INTO messages (id, conversation_id, position, role, content, created_at, status)"
            " VALUES ($1, $2, $3, 'user', $4, '2026-11-22T10:00:00.000Z', 'complete')");
    prepare("decision",
            "INSERT INTO decisions (conversation_id, writer, seq, status, message_id)"
            " VALUES ($1, 'w', $2, 'stored', $3)");
    prepare("count", "UPDATE conversations SET message_count = $1 WHERE id = $2");
  }
  ~PostgresInserts() override { PQfinish(connection_); }
  PostgresInserts(const PostgresInserts&) = delete;
  PostgresInserts& operator=(const PostgresInserts&) = delete;

  void createConversation(const std::string& id) override {
    conversation_ = id;
    execute("INSERT INTO conversations (id, title, created_at) VALUES ('" + id + "', 'x', 'x')");
  }

  void append(int count, const std::string& content) override {
    execute("BEGIN");
    for (int i = 0; i < count; ++i) {
      ++position_;
      const std::string place = std::to_string(position_);
      const std::string id = conversation_ + "-" + place;
      run<4>("message", {id.c_str(), conversation_.c_str(), place.c_str(), content.c_str()});
      run<3>("decision", {conversation_.c_str(), place.c_str(), id.c_str()});
    }
    run<2>("count", {std::to_string(position_).c_str(), conversation_.c_str()});
    execute("COMMIT");
  }

 private:
  void check(PGresult* result) {
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection_));
    PQclear(result);
  }

  void execute(const std::string& sql) { check(PQexec(connection_, sql.c_str())); }

  void prepare(const char* name, const char* sql) { check(PQprepare(connection_, name, sql, 0, nullptr)); }

  template <std::size_t Size>
  void run(const char* name, const std::array<const char*, Size>& values) {
    check(PQexecPrepared(connection_, name, static_cast<int>(Size), values.data(), nullptr, nullptr, 0));
  }

  PGconn* connection_;
  std::string conversation_;
  std::int64_t position_ = 0;
};

}  // namespace

std::unique_ptr<Inserts> openPostgresInserts(const std::string& url) {
  return std::make_unique<PostgresInserts>(url);
}
