// One run of a prepared statement: bind the parameters, step through the rows, read the columns. When it
// goes, the statement is ready for its next run. Parameters count from 1, columns from 0; a parameter that
// is not bound is NULL. Errors: StorageError.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::server {

class SqlStatement {
 public:
  SqlStatement() = default;
  virtual ~SqlStatement() = default;
  SqlStatement(const SqlStatement&) = delete;
  SqlStatement& operator=(const SqlStatement&) = delete;

  /// REQUIRES: `text` outlives this object.
  virtual SqlStatement& bind(int parameter, std::string_view text) = 0;
  virtual SqlStatement& bind(int parameter, std::uint64_t number) = 0;

  /// True where there is a row to read.
  virtual bool step() = 0;

  [[nodiscard]] virtual std::optional<std::string> optionalText(int column) const = 0;
  [[nodiscard]] virtual std::uint64_t number(int column) const = 0;

  /// Empty for NULL.
  [[nodiscard]] std::string text(int column) const { return optionalText(column).value_or(std::string{}); }
};

}  // namespace holdfast::server
