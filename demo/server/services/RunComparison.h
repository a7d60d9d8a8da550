// What the new endpoints would have saved of a run of the old one, beside what that one saved. The new way is
// really gone, in a transaction that is undone: the request that a client would have sent is read, decided
// and read back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Awaitable.h"
#include "repositories/Storage.h"
#include "services/RunService.h"

namespace holdfast::server {

/// In what the two ways differ: `title`, `question.KIND` or `answer.KIND`, where KIND is `lost` (the old way
/// did not save it), `repeated` (the new way knows it already), `refused` (the new way does not take it),
/// `content`, `role`, `place`.
using Differences = std::vector<std::string>;

/// `answer` is what was saved of it; nothing where it was lost. Errors: StorageError.
Awaitable<Differences> compareRun(Storage& storage, const StartedRun& run, std::optional<Message> answer,
                                  std::string generated);

}  // namespace holdfast::server
