// The choice of a database: `sqlite:PATH`, or `postgresql://USER:PASSWORD@HOST:PORT/DATABASE` (also
// `postgres://…`, and what else libpq allows in it).
#pragma once

#include <memory>
#include <string>

#include "repositories/Storage.h"

namespace holdfast::server {

bool isStorageUrl(const std::string& url);

/// Opens the database, and makes its tables or brings them up to date. REQUIRES: isStorageUrl(url).
/// Errors: StorageError.
std::unique_ptr<Storage> openStorage(const std::string& url);

}  // namespace holdfast::server
