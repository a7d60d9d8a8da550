// PostgreSQL's errors as StorageError: a server that is away, starting, stopping or out of room for
// connections is transient; transactions that were in each other's way are a conflict.
#pragma once

#include <libpq-fe.h>

#include <string_view>

namespace holdfast::server {

/// `doing` says what was tried. `result` may be null, where the connection failed.
[[noreturn]] void throwPostgresFailure(const PGconn* connection, const PGresult* result,
                                       std::string_view doing);

}  // namespace holdfast::server
