#include <sqlite3.h>

#include <cstdint>

#include "Inserts.h"

namespace {

class SqliteInserts : public Inserts {
 public:
  explicit SqliteInserts(const std::string& path) {
    if (sqlite3_open(path.c_str(), &connection_) != SQLITE_OK) fail("cannot open " + path);
    sqlite3_busy_timeout(connection_, 60'000);
    execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
    message_ = prepare(
        "INSERT INTO messages (id, conversation_id, position, role, content, created_at, status)"
        " VALUES (?, ?, ?, 'user', ?, '2026-11-22T10:00:00.000Z', 'complete')");
    decision_ = prepare(
        "INSERT INTO decisions (conversation_id, writer, seq, status, message_id) VALUES (?, 'w', ?, "
        "'stored', ?)");
    count_ = prepare("UPDATE conversations SET message_count = ? WHERE id = ?");
  }
  ~SqliteInserts() override {
    for (sqlite3_stmt* statement : {message_, decision_, count_}) sqlite3_finalize(statement);
    sqlite3_close(connection_);
  }
  SqliteInserts(const SqliteInserts&) = delete;
  SqliteInserts& operator=(const SqliteInserts&) = delete;

  void createConversation(const std::string& id) override {
    conversation_ = id;
    execute("INSERT INTO conversations (id, title, created_at) VALUES ('" + id + "', 'x', 'x')");
  }

  void append(int count, const std::string& content) override {
    execute("BEGIN IMMEDIATE");
    for (int i = 0; i < count; ++i) {
      ++position_;
      const std::string id = conversation_ + "-" + std::to_string(position_);
      bind(message_, 1, id);
      bind(message_, 2, conversation_);
      sqlite3_bind_int64(message_, 3, position_);
      bind(message_, 4, content);
      step(message_);
      bind(decision_, 1, conversation_);
      sqlite3_bind_int64(decision_, 2, position_);
      bind(decision_, 3, id);
      step(decision_);
    }
    sqlite3_bind_int64(count_, 1, position_);
    bind(count_, 2, conversation_);
    step(count_);
    execute("COMMIT");
  }

 private:
  void execute(const std::string& sql) {
    if (sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      fail(sqlite3_errmsg(connection_));
    }
  }

  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection_, sql, -1, &statement, nullptr) != SQLITE_OK) {
      fail(sqlite3_errmsg(connection_));
    }
    return statement;
  }

  static void bind(sqlite3_stmt* statement, int parameter, const std::string& text) {
    sqlite3_bind_text(statement, parameter, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }

  void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_errmsg(connection_));
    sqlite3_reset(statement);
  }

  sqlite3* connection_ = nullptr;
  sqlite3_stmt* message_ = nullptr;
  sqlite3_stmt* decision_ = nullptr;
  sqlite3_stmt* count_ = nullptr;
  std::string conversation_;
  std::int64_t position_ = 0;
};

}  // namespace

std::unique_ptr<Inserts> openSqliteInserts(const std::string& path) {
  return std::make_unique<SqliteInserts>(path);
}
