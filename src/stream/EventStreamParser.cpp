#include "stream/EventStreamParser.h"

#include <algorithm>

namespace holdfast {

namespace {

std::optional<std::uint32_t> readRetry(std::string_view value) {
  if (value.empty() || value.size() > 9) return std::nullopt;
  std::uint32_t ms = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') return std::nullopt;
    ms = ms * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return ms;
}

}  // namespace

std::optional<Error> EventStreamParser::feed(std::string_view bytes, Sink& sink) {
  while (!bytes.empty()) {
    // Section 9.2.5: a line ends with CRLF, LF or CR; the LF of a CRLF may come with the next bytes.
    if (afterCarriageReturn_ && bytes.front() == '\n') bytes.remove_prefix(1);
    afterCarriageReturn_ = false;
    const std::size_t end = bytes.find_first_of("\r\n");
    line_.append(bytes.substr(0, end));
    if (line_.size() + data_.size() > kMaxEventBytes) {
      return Error{ErrorCode::StreamLimit,
                   "an event of the stream is longer than " + std::to_string(kMaxEventBytes) + " bytes"};
    }
    if (end == std::string_view::npos) break;
    afterCarriageReturn_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    if (!endLine(sink)) break;
  }
  return std::nullopt;
}

bool EventStreamParser::endLine(Sink& sink) {
  skipByteOrderMark();
  bool goOn = true;
  if (line_.empty()) {
    goOn = dispatch(sink);
  } else if (line_.front() != ':') {
    const std::string_view line = line_;
    const std::size_t colon = line.find(':');
    std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    processField(line.substr(0, colon), value);
  }
  line_.clear();
  return goOn;
}

void EventStreamParser::processField(std::string_view name, std::string_view value) {
  if (name == "data") {
    data_.append(value).push_back('\n');
  } else if (name == "event") {
    type_ = value;
  } else if (name == "id") {
    if (value.find('\0') == std::string_view::npos) pendingId_ = value;
  } else if (name == "retry") {
    if (const auto ms = readRetry(value)) retryMs_ = ms;
  }
}

bool EventStreamParser::dispatch(Sink& sink) {
  // Section 9.2.6: the id counts even where there is no data to hand on.
  lastEventId_ = pendingId_;
  bool goOn = true;
  if (!data_.empty()) {
    data_.pop_back();
    goOn = sink.onEvent(type_.empty() ? std::string_view{"message"} : std::string_view{type_}, data_);
  }
  data_.clear();
  type_.clear();
  return goOn;
}

void EventStreamParser::skipByteOrderMark() {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (firstLine_ && line_.starts_with(kByteOrderMark)) line_.erase(0, kByteOrderMark.size());
  firstLine_ = false;
}

}  // namespace holdfast
