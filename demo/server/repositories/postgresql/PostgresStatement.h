// A SqlStatement of PostgreSQL. Its rows are fetched whole by the first step.
#pragma once

#include <libpq-fe.h>

#include <array>
#include <cstddef>
#include <memory>

#include "repositories/sql/SqlStatement.h"

namespace holdfast::server {

struct ClearPostgresResult {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearPostgresResult>;

class PostgresStatement : public SqlStatement {
 public:
  /// REQUIRES: `name` is a prepared statement of the connection, of `parameters` parameters.
  PostgresStatement(PGconn* connection, std::string_view name, std::size_t parameters)
      : connection_(connection), name_(name), parameters_(parameters) {}

  SqlStatement& bind(int parameter, std::string_view text) override;
  SqlStatement& bind(int parameter, std::uint64_t number) override;
  bool step() override;
  [[nodiscard]] std::optional<std::string> optionalText(int column) const override;
  [[nodiscard]] std::uint64_t number(int column) const override;

 private:
  static constexpr std::size_t kMaxParameters = 9;

  void execute();

  PGconn* connection_;
  std::string name_;
  std::size_t parameters_;
  std::array<const char*, kMaxParameters> values_{};
  std::array<int, kMaxParameters> lengths_{};
  std::array<int, kMaxParameters> formats_{};
  std::array<std::string, kMaxParameters> numbers_{};
  PostgresResult result_;
  int row_ = -1;
};

}  // namespace holdfast::server
