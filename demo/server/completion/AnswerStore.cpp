#include "completion/AnswerStore.h"

#include <chrono>

namespace holdfast::server {

namespace {

constexpr std::chrono::minutes kKeep{10};
constexpr std::size_t kMaxKeptBytes = std::size_t{64} * 1024 * 1024;

}  // namespace

std::shared_ptr<KeptAnswer> AnswerStore::find(const std::string& key) {
  dropOld();
  const auto found = answers_.find(key);
  return found == answers_.end() ? nullptr : found->second;
}

std::shared_ptr<KeptAnswer> AnswerStore::add(const std::string& key,
                                             const boost::asio::any_io_executor& executor) {
  return answers_[key] = std::make_shared<KeptAnswer>(executor);
}

void AnswerStore::settle(const std::string& key) {
  const auto& answer = answers_.at(key);
  if (!answer->isWhole()) {
    answers_.erase(key);
    return;
  }
  keptBytes_ += answer->bytes();
  whole_.push_back(key);
  dropOld();
}

void AnswerStore::dropOld() {
  const auto oldest = std::chrono::steady_clock::now() - kKeep;
  while (!whole_.empty()) {
    const auto first = answers_.find(whole_.front());
    if (first->second->finishedAt() >= oldest && keptBytes_ <= kMaxKeptBytes) break;
    keptBytes_ -= first->second->bytes();
    answers_.erase(first);
    whole_.pop_front();
  }
}

}  // namespace holdfast::server
