#include "codec/DeltaCodec.h"

#include <vector>

#include "codec/Json.h"

namespace holdfast::codec {

namespace {

/// Follows the path of keys while the parser walks through the text, and keeps what stands at the end of
/// three of them.
class ChunkReader final : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool binary(binary_t&) override { return value(); }

  bool string(string_t& text) override {
    if (isAt({"choices", "0", "delta", "content"})) delta.text += text;
    if (isAt({"choices", "0", "finish_reason"})) delta.finishReason = text;
    if (isAt({"error", "message"}) || isAt({"error"})) error = text;
    return value();
  }

  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    path_.back().key = name;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    offset = position;
    return false;
  }

  Delta delta;
  std::string error;
  std::size_t offset = 0;

 private:
  struct Level {
    bool isArray;
    std::string key;
    std::size_t index = 0;
  };
  static constexpr std::size_t kMaxDepth = 512;

  bool isAt(std::initializer_list<std::string_view> path) const {
    if (path_.size() != path.size()) return false;
    auto level = path_.begin();
    for (const std::string_view step : path) {
      if (level->isArray ? (step != "0" || level->index != 0) : step != level->key) return false;
      ++level;
    }
    return true;
  }

  bool open(bool isArray) {
    path_.push_back({isArray, {}, 0});
    return path_.size() <= kMaxDepth;
  }

  bool close() {
    path_.pop_back();
    return value();
  }

  bool value() {
    if (!path_.empty() && path_.back().isArray) ++path_.back().index;
    return true;
  }

  std::vector<Level> path_;
};

}  // namespace

Result<Delta> decodeOpenAiChunk(std::string_view json) {
  ChunkReader reader;
  if (!Json::sax_parse(json.begin(), json.end(), &reader)) {
    return Error{ErrorCode::MalformedDelta,
                 "an event of the stream is not valid JSON at byte " + std::to_string(reader.offset)};
  }
  if (!reader.error.empty()) return Error{ErrorCode::UpstreamError, reader.error};
  return std::move(reader.delta);
}

}  // namespace holdfast::codec
