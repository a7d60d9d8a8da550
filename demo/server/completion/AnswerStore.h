// Answers by the request that they were generated for, so that one that is asked again is not generated, and
// billed, again. Nothing outlives the process. For one thread.
//
// Bounds: an answer has at most 2 MiB; whole ones are kept for ten minutes, and at most 64 MiB of them.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include "completion/KeptAnswer.h"

namespace holdfast::server {

class AnswerStore {
 public:
  static constexpr std::size_t kMaxAnswerBytes = std::size_t{2} * 1024 * 1024;

  /// Null where there is none.
  std::shared_ptr<KeptAnswer> find(const std::string& key);

  /// A new answer under that key. REQUIRES: there is none.
  std::shared_ptr<KeptAnswer> add(const std::string& key, const boost::asio::any_io_executor& executor);

  /// The answer is finished: from now on it is kept for those who ask again, or forgotten where it is not
  /// whole.
  void settle(const std::string& key);

 private:
  void dropOld();

  std::unordered_map<std::string, std::shared_ptr<KeptAnswer>> answers_;
  std::deque<std::string> whole_;  ///< The keys of those that are whole, the oldest first.
  std::size_t keptBytes_ = 0;      ///< Of those.
};

}  // namespace holdfast::server
