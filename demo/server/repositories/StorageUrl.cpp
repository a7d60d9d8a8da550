#include "repositories/StorageUrl.h"

#include <string_view>

#include "repositories/postgresql/PostgresStorage.h"
#include "repositories/sqlite/SqliteStorage.h"

namespace holdfast::server {

namespace {

constexpr std::string_view kSqlite = "sqlite:";

bool isPostgres(std::string_view url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

}  // namespace

bool isStorageUrl(const std::string& url) {
  return isPostgres(url) || (url.starts_with(kSqlite) && url.size() > kSqlite.size());
}

std::unique_ptr<Storage> openStorage(const std::string& url) {
  if (isPostgres(url)) return std::make_unique<PostgresStorage>(url);
  return std::make_unique<SqliteStorage>(url.substr(kSqlite.size()));
}

}  // namespace holdfast::server
