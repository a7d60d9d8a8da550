// The flag of the old one-shot endpoint.
#pragma once

namespace holdfast::server {

enum class LegacyRun {
  On,      ///< It works.
  Shadow,  ///< It works, and each run is compared with what the new endpoints would have saved.
  Off      ///< It answers 410 `legacy-run-off`.
};

}  // namespace holdfast::server
