#include "repositories/postgresql/PostgresStatement.h"

#include "repositories/postgresql/PostgresFailure.h"

namespace holdfast::server {

namespace {

constexpr int kTextFormat = 0;
constexpr int kBinaryFormat = 1;

}  // namespace

// In the binary format a text is its bytes, whether the column is TEXT or BYTEA.
SqlStatement& PostgresStatement::bind(int parameter, std::string_view text) {
  const auto index = static_cast<std::size_t>(parameter - 1);
  values_[index] = text.empty() ? "" : text.data();
  lengths_[index] = static_cast<int>(text.size());
  formats_[index] = kBinaryFormat;
  return *this;
}

SqlStatement& PostgresStatement::bind(int parameter, std::uint64_t number) {
  const auto index = static_cast<std::size_t>(parameter - 1);
  numbers_[index] = std::to_string(number);
  values_[index] = numbers_[index].c_str();
  formats_[index] = kTextFormat;
  return *this;
}

bool PostgresStatement::step() {
  if (!result_) execute();
  return ++row_ < PQntuples(result_.get());
}

std::optional<std::string> PostgresStatement::optionalText(int column) const {
  if (PQgetisnull(result_.get(), row_, column) != 0) return std::nullopt;
  const auto length = static_cast<std::size_t>(PQgetlength(result_.get(), row_, column));
  return std::string{PQgetvalue(result_.get(), row_, column), length};
}

// Whole numbers come in network byte order, in as many bytes as their column has.
std::uint64_t PostgresStatement::number(int column) const {
  const char* bytes = PQgetvalue(result_.get(), row_, column);
  const int length = PQgetlength(result_.get(), row_, column);
  std::uint64_t number = 0;
  for (int i = 0; i < length; ++i) number = number << 8U | static_cast<unsigned char>(bytes[i]);
  return number;
}

void PostgresStatement::execute() {
  result_.reset(PQexecPrepared(connection_, name_.c_str(), static_cast<int>(parameters_), values_.data(),
                               lengths_.data(), formats_.data(), kBinaryFormat));
  const ExecStatusType status = PQresultStatus(result_.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return;
  throwPostgresFailure(connection_, result_.get(), name_);
}

}  // namespace holdfast::server
