#include "completion/OpenAiChunkReader.h"

#include <algorithm>

#include "codec/Json.h"

namespace holdfast::server {

namespace {

constexpr std::string_view kDone = "[DONE]";

/// The data of the events that arrived, each on one line.
class EventCollector : public EventStreamParser::Sink {
 public:
  EventCollector(std::vector<std::string>& chunks, bool& done) : chunks_(chunks), done_(done) {}

  bool onEvent(std::string_view /*type*/, std::string_view data) override {
    done_ = data == kDone;
    if (done_) return false;
    chunks_.emplace_back(data);
    // Between the tokens of JSON, which is where line ends can be, a space is as good.
    std::replace(chunks_.back().begin(), chunks_.back().end(), '\n', ' ');
    return true;
  }

 private:
  std::vector<std::string>& chunks_;
  bool& done_;
};

}  // namespace

std::optional<std::string> OpenAiChunkReader::read(std::string_view bytes, std::vector<std::string>& chunks) {
  buffer_.append(bytes);
  EventCollector collector{chunks, done_};
  if (const auto error = events_.parse(buffer_, collector)) return error->detail;
  if (!chunks.empty()) last_ = chunks.back();
  return std::nullopt;
}

bool OpenAiChunkReader::mayEnd() const {
  const Result<codec::Json> json = codec::parseJson(last_);
  const codec::Json* choices = json ? codec::findMember(json.value(), "choices") : nullptr;
  if (choices == nullptr || !choices->is_array() || choices->empty()) return false;
  return codec::findMember((*choices)[0], "finish_reason") != nullptr;
}

}  // namespace holdfast::server
