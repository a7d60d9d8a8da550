// The repositories over one connection, and work on them in one transaction.
#pragma once

#include <functional>

#include "repositories/Storage.h"
#include "repositories/sql/SqlConversationRepository.h"
#include "repositories/sql/SqlMessageRepository.h"
#include "repositories/sql/SqlSettingRepository.h"
#include "repositories/sql/SqlTransaction.h"

namespace holdfast::server {

class SqlRepositories {
 public:
  /// REQUIRES: the connection outlives this object.
  explicit SqlRepositories(SqlConnection& connection) : connection_(connection) {}

  /// `begin` is the statement that begins the transaction. Errors: StorageError, and what the work throws.
  void transact(const char* begin, const std::function<void(Repositories&)>& work) {
    SqlTransaction transaction{connection_, begin};
    Repositories repositories{conversations_, messages_, settings_};
    work(repositories);
    transaction.commit();
  }

 private:
  SqlConnection& connection_;
  SqlConversationRepository conversations_{connection_};
  SqlMessageRepository messages_{connection_};
  SqlSettingRepository settings_{connection_};
};

}  // namespace holdfast::server
