#include "repositories/sqlite/SqliteStatement.h"

#include <sqlite3.h>

#include "repositories/sqlite/SqliteFailure.h"

namespace holdfast::server {

SqliteStatement& SqliteStatement::bind(int parameter, std::string_view text) {
  // A null pointer would bind NULL, where an empty text is meant.
  const char* bytes = text.empty() ? "" : text.data();
  check(sqlite3_bind_text64(statement_.get(), parameter, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

SqliteStatement& SqliteStatement::bind(int parameter, std::uint64_t number) {
  check(sqlite3_bind_int64(statement_.get(), parameter, static_cast<sqlite3_int64>(number)));
  return *this;
}

bool SqliteStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) check(code);
  return false;
}

std::optional<std::string> SqliteStatement::optionalText(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (bytes == nullptr) return std::nullopt;
  return std::string{bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::uint64_t SqliteStatement::number(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

void SqliteStatement::check(int code) const {
  if (code == SQLITE_OK) return;
  throwSqliteFailure(sqlite3_db_handle(statement_.get()), sqlite3_sql(statement_.get()));
}

void SqliteStatement::ResetStatement::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
}

}  // namespace holdfast::server
