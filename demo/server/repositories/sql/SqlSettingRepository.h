// Settings in a database that speaks SQL.
#pragma once

#include "repositories/SettingRepository.h"
#include "repositories/sql/SqlConnection.h"

namespace holdfast::server {

class SqlSettingRepository : public SettingRepository {
 public:
  explicit SqlSettingRepository(SqlConnection& connection) : connection_(connection) {}

  std::string keepFirst(std::string_view name, std::string_view value) override;

 private:
  SqlConnection& connection_;
};

}  // namespace holdfast::server
