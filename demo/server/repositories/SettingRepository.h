// What the servers of one database have to agree on. Errors: StorageError.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::server {

class SettingRepository {
 public:
  virtual ~SettingRepository() = default;

  /// The setting's value; where it has none yet, it gets this one.
  virtual std::string keepFirst(std::string_view name, std::string_view value) = 0;
};

}  // namespace holdfast::server
