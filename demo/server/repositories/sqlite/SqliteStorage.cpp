#include "repositories/sqlite/SqliteStorage.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "repositories/sqlite/SqliteSchema.h"

namespace holdfast::server {

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
    lane.repositories.transact(begin, work);
    co_return;
  };
  co_await boost::asio::co_spawn(lane.thread, onThread, boost::asio::use_awaitable);
}

}  // namespace holdfast::server
