#include "repositories/sqlite/SqliteSchema.h"

#include <array>
#include <cstdint>
#include <string>

#include "repositories/StorageError.h"
#include "repositories/sql/SqlTransaction.h"

namespace holdfast::server {

namespace {

// `decisions` holds every seq of a writer from 1 on, so that the highest one is the last one decided.
constexpr const char* kFirstSchema = R"sql(
CREATE TABLE conversations (
  ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  created_at TEXT NOT NULL,
  config TEXT,
  message_count INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  position INTEGER NOT NULL,
  role TEXT NOT NULL,
  content TEXT NOT NULL,
  created_at TEXT NOT NULL,
  parent_id TEXT,
  status TEXT NOT NULL,
  metadata TEXT,
  UNIQUE (conversation_id, position)
);
CREATE TABLE decisions (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  writer TEXT NOT NULL,
  seq INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('stored', 'rejected', 'skipped')),
  message_id TEXT NOT NULL,
  problem_status INTEGER,
  problem TEXT,
  PRIMARY KEY (conversation_id, writer, seq)
) WITHOUT ROWID;
CREATE TABLE idempotency (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  answer TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
)sql";

constexpr const char* kOwnersAndDeletion = R"sql(
ALTER TABLE conversations ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN deleted_at TEXT;
CREATE INDEX conversations_by_owner ON conversations (owner, ordinal);
ALTER TABLE idempotency RENAME TO idempotency_of_nobody;
DROP INDEX idempotency_by_age;
CREATE TABLE idempotency (
  owner TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  answer TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (owner, key)
);
INSERT INTO idempotency SELECT '', key, fingerprint, status, answer, created_at FROM idempotency_of_nobody;
DROP TABLE idempotency_of_nobody;
CREATE INDEX idempotency_by_age ON idempotency (created_at);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
)sql";

/// What brings a database from schema N to N + 1, from none (0) on.
constexpr std::array kMigrations{kFirstSchema, kOwnersAndDeletion};

std::uint64_t schemaVersion(SqliteConnection& connection) {
  const auto statement = connection.prepare("PRAGMA user_version");
  return statement->step() ? statement->number(0) : 0;
}

}  // namespace

void prepareSchema(SqliteConnection& connection) {
  if (schemaVersion(connection) == kMigrations.size()) return;
  // Another process may be at it: who comes second finds it done.
  SqlTransaction transaction{connection, "BEGIN IMMEDIATE"};
  const std::uint64_t found = schemaVersion(connection);
  if (found > kMigrations.size()) throw newerSchema(found, kMigrations.size());
  for (std::size_t version = found; version < kMigrations.size(); ++version)
    connection.execute(kMigrations[version]);
  connection.execute(("PRAGMA user_version = " + std::to_string(kMigrations.size())).c_str());
  transaction.commit();
}

}  // namespace holdfast::server
