// A Storage in a PostgreSQL database, which several servers may share: a pool of connections, each with a
// thread of its own at a time. Work that other transactions were in the way of is done once more.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "repositories/Storage.h"
#include "repositories/postgresql/PostgresConnection.h"
#include "repositories/sql/SqlRepositories.h"

namespace holdfast::server {

class PostgresStorage : public Storage {
 public:
  /// Connects, and makes the tables. `url` as in PostgresConnection. Errors: StorageError.
  explicit PostgresStorage(const std::string& url);
  ~PostgresStorage() override;

  PostgresStorage(const PostgresStorage&) = delete;
  PostgresStorage& operator=(const PostgresStorage&) = delete;

 private:
  struct Lane {
    explicit Lane(const std::string& url) : connection(url) {}

    PostgresConnection connection;
    SqlRepositories repositories{connection};
  };
  class Lease;

  Awaitable<void> runWrite(std::function<void(Repositories&)> work) override;
  Awaitable<void> runRead(std::function<void(Repositories&)> work) override;
  Awaitable<void> runWith(const char* begin, std::function<void(Repositories&)> work);
  void transact(const char* begin, const std::function<void(Repositories&)>& work);

  std::vector<std::unique_ptr<Lane>> lanes_;
  std::mutex mutex_;
  std::vector<Lane*> idle_;
  boost::asio::thread_pool threads_;
};

}  // namespace holdfast::server
