// Ids that the server gives out.
#pragma once

#include <string>

namespace holdfast::server {

/// A random UUID (version 4) from the system's entropy.
std::string makeRandomId();

}  // namespace holdfast::server
