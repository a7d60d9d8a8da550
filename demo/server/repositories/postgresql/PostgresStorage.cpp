#include "repositories/postgresql/PostgresStorage.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "repositories/StorageError.h"
#include "repositories/postgresql/PostgresSchema.h"

namespace holdfast::server {

namespace {

/// Connections of one server; PostgreSQL has room for 100 as it comes.
constexpr std::size_t kConnections = 8;
/// How often work is begun that others are in the way of. Each time at least one of them gets through.
constexpr int kAttempts = 20;

}  // namespace

/// One of the lanes, for as long as this object lives. There is always one: each thread needs no more.
class PostgresStorage::Lease {
 public:
  explicit Lease(PostgresStorage& storage) : storage_(storage) {
    const std::lock_guard lock{storage_.mutex_};
    lane_ = storage_.idle_.back();
    storage_.idle_.pop_back();
  }
  ~Lease() {
    const std::lock_guard lock{storage_.mutex_};
    storage_.idle_.push_back(lane_);
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  Lane* operator->() const noexcept { return lane_; }

 private:
  PostgresStorage& storage_;
  Lane* lane_ = nullptr;
};

PostgresStorage::PostgresStorage(const std::string& url) : threads_(kConnections) {
  for (std::size_t i = 0; i < kConnections; ++i) {
    lanes_.push_back(std::make_unique<Lane>(url));
    idle_.push_back(lanes_.back().get());
  }
  prepareSchema(lanes_.front()->connection);
}

PostgresStorage::~PostgresStorage() { threads_.join(); }

Awaitable<void> PostgresStorage::runWrite(std::function<void(Repositories&)> work) {
  return runWith("BEGIN ISOLATION LEVEL READ COMMITTED", std::move(work));
}

Awaitable<void> PostgresStorage::runRead(std::function<void(Repositories&)> work) {
  return runWith("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", std::move(work));
}

Awaitable<void> PostgresStorage::runWith(const char* begin, std::function<void(Repositories&)> work) {
  const auto onThread = [this, begin, &work]() -> Awaitable<void> {
    transact(begin, work);
    co_return;
  };
  co_await boost::asio::co_spawn(threads_, onThread, boost::asio::use_awaitable);
}

void PostgresStorage::transact(const char* begin, const std::function<void(Repositories&)>& work) {
  const Lease lane{*this};
  if (lane->connection.isBroken()) lane->connection.reconnect();
  for (int attempt = 1;; ++attempt) {
    bool begun = false;
    try {
      return lane->repositories.transact(begin, [&](Repositories& all) {
        begun = true;
        work(all);
      });
    } catch (const StorageError& error) {
      const bool inTheWay = error.kind() == StorageError::Kind::Conflict && attempt < kAttempts;
      // The connection broke while nobody used it, as after a restart of the database.
      const bool stale = !begun && error.kind() == StorageError::Kind::Transient && attempt == 1;
      if (!inTheWay && !stale) throw;
      if (stale) lane->connection.reconnect();
    }
  }
}

}  // namespace holdfast::server
