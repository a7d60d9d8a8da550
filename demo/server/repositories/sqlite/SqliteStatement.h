// One run of a prepared statement: bind the parameters, step through the rows, read the columns. When it
// goes, the statement is reset for its next run. Parameters count from 1, columns from 0.
// Errors: StorageError.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace holdfast::server {

class SqliteStatement {
 public:
  explicit SqliteStatement(sqlite3_stmt* statement) noexcept : statement_(statement) {}

  /// REQUIRES: `text` outlives this object.
  SqliteStatement& bind(int parameter, std::string_view text);
  SqliteStatement& bind(int parameter, std::uint64_t number);
  SqliteStatement& bindNull(int parameter);

  /// True where there is a row to read.
  bool step();

  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::optional<std::string> optionalText(int column) const;
  [[nodiscard]] std::uint64_t number(int column) const;

 private:
  struct ResetStatement {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  void check(int code) const;

  std::unique_ptr<sqlite3_stmt, ResetStatement> statement_;
};

}  // namespace holdfast::server
