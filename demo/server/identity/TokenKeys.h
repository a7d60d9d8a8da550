// The keys that tokens are signed with: those of the command line and the environment, and that for guests,
// which the servers of one database share.
#pragma once

#include <optional>

#include "Options.h"
#include "identity/BearerTokens.h"
#include "repositories/Storage.h"

namespace holdfast::server {

/// Nothing where the server knows no users. Errors: std::invalid_argument where no key is given, or one is of
/// no use; StorageError.
std::optional<BearerTokens> makeTokens(const Options& options, Storage& storage);

}  // namespace holdfast::server
