#include "repositories/sqlite/SqliteStorage.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "repositories/sqlite/SqliteSchema.h"

namespace holdfast::server {

namespace {

/// Rolls back unless it was committed.
class Transaction {
 public:
  Transaction(SqliteConnection& connection, const char* begin) : connection_(connection) {
    connection_.execute(begin);
  }
  ~Transaction() {
    if (committed_) return;
    try {
      connection_.execute("ROLLBACK");
    } catch (const std::exception&) {
      // SQLite has rolled back by itself already, for instance because the disk is full.
      return;
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit() {
    connection_.execute("COMMIT");
    committed_ = true;
  }

 private:
  SqliteConnection& connection_;
  bool committed_ = false;
};

}  // namespace

SqliteStorage::SqliteStorage(const std::string& path) : writer_(path), reader_(path) {
  prepareSchema(writer_.connection);
}

SqliteStorage::~SqliteStorage() {
  writer_.thread.join();
  reader_.thread.join();
}

Awaitable<void> SqliteStorage::runWrite(std::function<void(Repositories&)> work) {
  return runIn(writer_, "BEGIN IMMEDIATE", std::move(work));
}

Awaitable<void> SqliteStorage::runRead(std::function<void(Repositories&)> work) {
  return runIn(reader_, "BEGIN", std::move(work));
}

Awaitable<void> SqliteStorage::runIn(Lane& lane, const char* begin, std::function<void(Repositories&)> work) {
  const auto onThread = [&lane, begin, &work]() -> Awaitable<void> {
    Transaction transaction{lane.connection, begin};
    Repositories repositories{lane.conversations, lane.messages};
    work(repositories);
    transaction.commit();
    co_return;
  };
  co_await boost::asio::co_spawn(lane.thread, onThread, boost::asio::use_awaitable);
}

}  // namespace holdfast::server
