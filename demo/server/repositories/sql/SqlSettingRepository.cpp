#include "repositories/sql/SqlSettingRepository.h"

namespace holdfast::server {

std::string SqlSettingRepository::keepFirst(std::string_view name, std::string_view value) {
  const auto insert =
      connection_.prepare("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");
  insert->bind(1, name).bind(2, value).step();
  const auto select = connection_.prepare("SELECT value FROM settings WHERE name = $1");
  select->bind(1, name);
  return select->step() ? select->text(0) : std::string{};
}

}  // namespace holdfast::server
