#include "http/StaticFiles.h"

#include <array>
#include <fstream>
#include <iterator>

#include "services/Fingerprint.h"

namespace holdfast::server {

namespace fs = std::filesystem;

namespace {

struct MediaType {
  std::string_view extension;
  std::string_view type;
};

constexpr std::array<MediaType, 16> kMediaTypes{{{".html", "text/html; charset=utf-8"},
                                                 {".js", "text/javascript; charset=utf-8"},
                                                 {".mjs", "text/javascript; charset=utf-8"},
                                                 {".css", "text/css; charset=utf-8"},
                                                 {".wasm", "application/wasm"},
                                                 {".json", "application/json"},
                                                 {".map", "application/json"},
                                                 {".webmanifest", "application/manifest+json"},
                                                 {".svg", "image/svg+xml"},
                                                 {".png", "image/png"},
                                                 {".jpg", "image/jpeg"},
                                                 {".webp", "image/webp"},
                                                 {".ico", "image/x-icon"},
                                                 {".woff2", "font/woff2"},
                                                 {".txt", "text/plain; charset=utf-8"},
                                                 {".md", "text/markdown; charset=utf-8"}}};

std::string_view mediaTypeOf(const fs::path& file) {
  const std::string extension = file.extension().string();
  for (const MediaType& known : kMediaTypes) {
    if (known.extension == extension) return known.type;
  }
  return "application/octet-stream";
}

/// Hidden names, `..` among them, are not served.
bool hasHiddenSegment(std::string_view path) { return path.find("/.") != std::string_view::npos; }

std::optional<std::string> readFile(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
}

}  // namespace

std::optional<fs::path> StaticFiles::resolve(std::string_view path) const {
  if (hasHiddenSegment(path) || path.find('\\') != std::string_view::npos) return std::nullopt;
  const std::string_view relative = path == "/" ? std::string_view{"index.html"} : path.substr(1);
  std::error_code error;
  fs::path file = fs::canonical(root_ / fs::path{relative}.relative_path(), error);
  if (error || !fs::is_regular_file(file, error)) return std::nullopt;
  const std::string inside = (root_ / "").string();
  if (!file.string().starts_with(inside)) return std::nullopt;
  return file;
}

std::optional<HttpResponse> StaticFiles::find(const HttpRequest& request) const {
  const auto file = resolve(request.path);
  if (!file) return std::nullopt;
  auto content = readFile(*file);
  if (!content) return std::nullopt;

  const bool hashed = request.path.starts_with("/assets/");
  const std::string tag = '"' + fingerprintOf(*content).substr(0, 32) + '"';
  HttpResponse response{200,
                        {{"content-type", std::string{mediaTypeOf(*file)}},
                         {"cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache"},
                         {"etag", tag}},
                        std::move(*content)};
  if (request.header("if-none-match").find(tag) != std::string_view::npos) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

}  // namespace holdfast::server
