// A Storage in one SQLite file: one thread and connection write, another one reads, so that a long read
// holds up no append and neither holds up the I/O thread.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <string>

#include "repositories/Storage.h"
#include "repositories/sql/SqlRepositories.h"
#include "repositories/sqlite/SqliteConnection.h"

namespace holdfast::server {

class SqliteStorage : public Storage {
 public:
  /// Opens or makes the file. Errors: StorageError.
  explicit SqliteStorage(const std::string& path);
  ~SqliteStorage() override;

  SqliteStorage(const SqliteStorage&) = delete;
  SqliteStorage& operator=(const SqliteStorage&) = delete;

 private:
  struct Lane {
    explicit Lane(const std::string& path) : connection(path) {}

    SqliteConnection connection;
    SqlRepositories repositories{connection};
    boost::asio::thread_pool thread{1};
  };

  Awaitable<void> runWrite(std::function<void(Repositories&)> work) override;
  Awaitable<void> runRead(std::function<void(Repositories&)> work) override;
  static Awaitable<void> runIn(Lane& lane, const char* begin, std::function<void(Repositories&)> work);

  Lane writer_;
  Lane reader_;
};

}  // namespace holdfast::server
