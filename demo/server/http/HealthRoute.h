// `GET /health`: 200 where the server answers and its database does too; else the problem of the database.
#pragma once

#include "http/Router.h"
#include "repositories/Storage.h"

namespace holdfast::server {

void addHealthRoute(Router& router, Storage& storage);

}  // namespace holdfast::server
