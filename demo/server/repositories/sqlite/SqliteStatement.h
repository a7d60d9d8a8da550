// A SqlStatement of SQLite.
#pragma once

#include <memory>

#include "repositories/sql/SqlStatement.h"

struct sqlite3_stmt;

namespace holdfast::server {

class SqliteStatement : public SqlStatement {
 public:
  explicit SqliteStatement(sqlite3_stmt* statement) noexcept : statement_(statement) {}

  SqliteStatement& bind(int parameter, std::string_view text) override;
  SqliteStatement& bind(int parameter, std::uint64_t number) override;
  bool step() override;
  [[nodiscard]] std::optional<std::string> optionalText(int column) const override;
  [[nodiscard]] std::uint64_t number(int column) const override;

 private:
  struct ResetStatement {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  void check(int code) const;

  std::unique_ptr<sqlite3_stmt, ResetStatement> statement_;
};

}  // namespace holdfast::server
