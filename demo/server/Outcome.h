// What a service gives back: the value that was asked for, or the problem that the client is to hear of.
// Failures that nobody expects (a full disk) are exceptions instead; see repositories/StorageError.h.
#pragma once

#include <variant>

#include "holdfast/Append.h"

namespace holdfast::server {

template <typename T>
using Outcome = std::variant<T, Problem>;

}  // namespace holdfast::server
