// The files of the page: `/` is index.html, everything else is the file of that path.
//
// No request leaves the folder, by `..`, by a link or by a hidden name. HTML and other files are to be
// revalidated (ETag, no-cache); what is under /assets/ has its hash in its name and never changes.
#pragma once

#include <filesystem>
#include <optional>

#include "http/HttpRequest.h"
#include "http/HttpResponse.h"

namespace holdfast::server {

class StaticFiles {
 public:
  /// REQUIRES: `root` is a folder.
  explicit StaticFiles(const std::filesystem::path& root) : root_(std::filesystem::canonical(root)) {}

  /// Nothing where there is no such file. REQUIRES: the method is GET or HEAD.
  [[nodiscard]] std::optional<HttpResponse> find(const HttpRequest& request) const;

 private:
  [[nodiscard]] std::optional<std::filesystem::path> resolve(std::string_view path) const;

  std::filesystem::path root_;
};

}  // namespace holdfast::server
