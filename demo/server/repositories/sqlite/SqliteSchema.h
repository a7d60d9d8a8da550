// The tables. `PRAGMA user_version` holds the number of the schema.
#pragma once

#include "repositories/sqlite/SqliteConnection.h"

namespace holdfast::server {

/// Makes the tables where there are none. Errors: StorageError, also for a database that a newer server made.
void prepareSchema(SqliteConnection& connection);

}  // namespace holdfast::server
