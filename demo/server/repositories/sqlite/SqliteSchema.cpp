#include "repositories/sqlite/SqliteSchema.h"

#include <cstdint>
#include <string>

#include "repositories/StorageError.h"

namespace holdfast::server {

namespace {

constexpr std::uint64_t kSchemaVersion = 1;

// `decisions` holds every seq of a writer from 1 on, so that the highest one is the last one decided.
constexpr const char* kSchema = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS conversations (
  ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  created_at TEXT NOT NULL,
  config TEXT,
  message_count INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS messages (
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
CREATE TABLE IF NOT EXISTS decisions (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  writer TEXT NOT NULL,
  seq INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('stored', 'rejected', 'skipped')),
  message_id TEXT NOT NULL,
  problem_status INTEGER,
  problem TEXT,
  PRIMARY KEY (conversation_id, writer, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS idempotency (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  answer TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS idempotency_by_age ON idempotency (created_at);
PRAGMA user_version = 1;
COMMIT;
)sql";

std::uint64_t schemaVersion(SqliteConnection& connection) {
  SqliteStatement statement = connection.prepare("PRAGMA user_version");
  return statement.step() ? statement.number(0) : 0;
}

}  // namespace

void prepareSchema(SqliteConnection& connection) {
  const std::uint64_t found = schemaVersion(connection);
  if (found > kSchemaVersion) {
    throw StorageError{"the database has schema " + std::to_string(found) + "; this server knows " +
                           std::to_string(kSchemaVersion) + ": start a newer server",
                       false};
  }
  if (found < kSchemaVersion) connection.execute(kSchema);
}

}  // namespace holdfast::server
