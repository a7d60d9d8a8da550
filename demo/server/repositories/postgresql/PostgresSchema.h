// The tables. The table `holdfast_schema` holds the number of the schema.
#pragma once

#include "repositories/postgresql/PostgresConnection.h"

namespace holdfast::server {

/// Makes the tables where there are none, and brings older ones up to date. Several servers may do so at
/// once. Errors: StorageError, also for a database that a newer server made.
void prepareSchema(PostgresConnection& connection);

}  // namespace holdfast::server
