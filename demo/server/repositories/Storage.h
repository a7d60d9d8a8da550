// The database as the services see it: transactions over the repositories, off the I/O thread.
//
// `write` runs its work in one transaction that is durable when the call returns, and undone when the work
// throws. `read` runs its work on one consistent snapshot. Both resume the caller on its own executor.
// Errors: StorageError.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "Awaitable.h"
#include "repositories/ConversationRepository.h"
#include "repositories/MessageRepository.h"
#include "repositories/SettingRepository.h"

namespace holdfast::server {

struct Repositories {
  ConversationRepository& conversations;
  MessageRepository& messages;
  SettingRepository& settings;
};

class Storage {
 public:
  virtual ~Storage() = default;

  /// `work` takes a `Repositories&`; what it captures has to live until the call returns.
  template <typename Work>
  Awaitable<std::invoke_result_t<Work&, Repositories&>> write(Work work) {
    std::optional<std::invoke_result_t<Work&, Repositories&>> result;
    std::function<void(Repositories&)> run = [&](Repositories& all) { result.emplace(work(all)); };
    co_await runWrite(std::move(run));
    co_return std::move(*result);
  }

  template <typename Work>
  Awaitable<std::invoke_result_t<Work&, Repositories&>> read(Work work) {
    std::optional<std::invoke_result_t<Work&, Repositories&>> result;
    std::function<void(Repositories&)> run = [&](Repositories& all) { result.emplace(work(all)); };
    co_await runRead(std::move(run));
    co_return std::move(*result);
  }

 private:
  virtual Awaitable<void> runWrite(std::function<void(Repositories&)> work) = 0;
  virtual Awaitable<void> runRead(std::function<void(Repositories&)> work) = 0;
};

}  // namespace holdfast::server
