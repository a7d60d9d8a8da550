// How a kind of service is asked, and how its answers are read.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "completion/ChunkReader.h"
#include "completion/CompletionRequest.h"

namespace holdfast::server {

/// What is posted: the path behind that of the service's URL, headers beside those of every request, and
/// JSON.
struct ServiceRequest {
  std::string path;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

class ServiceFormat {
 public:
  virtual ~ServiceFormat() = default;

  [[nodiscard]] virtual ServiceRequest encode(const CompletionRequest& request) const = 0;
  [[nodiscard]] virtual std::unique_ptr<ChunkReader> makeReader() const = 0;
};

struct ServiceAccess {
  std::string model;   ///< The operator's choice, whatever a client asks for.
  std::string apiKey;  ///< Empty to send none.
};

/// `POST {url}/chat/completions`, as OpenAI and many others have it.
std::unique_ptr<ServiceFormat> makeOpenAiFormat(ServiceAccess access);

/// `POST {url}/messages`, as Anthropic has it.
std::unique_ptr<ServiceFormat> makeAnthropicFormat(ServiceAccess access);

}  // namespace holdfast::server
