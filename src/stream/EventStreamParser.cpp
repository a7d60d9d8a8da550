#include "stream/EventStreamParser.h"

#include <limits>

#include "common/ByteScan.h"

namespace holdfast {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Section 9.2.6: digits only, in base ten. A number that is too large for its type is the largest one.
std::optional<std::uint32_t> readRetry(std::string_view value) {
  if (value.empty()) return std::nullopt;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t ms = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') return std::nullopt;
    ms = std::min(kMost, ms * 10 + static_cast<std::uint64_t>(c - '0'));
  }
  return static_cast<std::uint32_t>(ms);
}

std::optional<Error> tooLong() {
  return Error{ErrorCode::StreamLimit, "an event of the stream is longer than " +
                                           std::to_string(EventStreamParser::kMaxEventBytes) + " bytes"};
}

}  // namespace

std::optional<Error> EventStreamParser::parse(InputBuffer& buffer, Sink& sink) {
  const std::string_view rest = buffer.rest();
  const char* at = rest.data();
  const char* const end = at + rest.size();
  const char* search = at + searched_;
  bool goOn = true;
  while (goOn && at < end) {
    // Section 9.2.5: a line ends with CRLF, LF or CR; the LF of a CRLF may come with the next bytes.
    if (afterCarriageReturn_ && *at == '\n') search = ++at;
    afterCarriageReturn_ = false;
    const char* const stop = bytescan::findLineEnd(search, end);
    search = stop;
    if (stop == end) break;
    afterCarriageReturn_ = *stop == '\r';
    const std::string_view line{at, static_cast<std::size_t>(stop - at)};
    at = search = stop + 1;
    goOn = endLine(line, sink);
    if (data_ && data_->size() > kMaxEventBytes) return tooLong();
  }
  // The buffer may move before the next bytes.
  if (dataInBuffer_) {
    data_ = *dataInBuffer_;
    dataInBuffer_.reset();
  }
  searched_ = static_cast<std::size_t>(search - at);
  buffer.drop(static_cast<std::size_t>(at - rest.data()));
  const std::size_t held = searched_ + (data_ ? data_->size() : 0);
  return held > kMaxEventBytes ? tooLong() : std::nullopt;
}

bool EventStreamParser::endLine(std::string_view line, Sink& sink) {
  if (firstLine_ && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  firstLine_ = false;
  if (line.empty()) return dispatch(sink);
  if (line.front() == ':') return true;
  const std::size_t colon = line.find(':');
  std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  processField(line.substr(0, colon), value);
  return true;
}

void EventStreamParser::processField(std::string_view name, std::string_view value) {
  if (name == "data") {
    addData(value);
  } else if (name == "event") {
    type_ = value;
  } else if (name == "id") {
    if (value.find('\0') == std::string_view::npos) pendingId_ = value;
  } else if (name == "retry") {
    if (const auto ms = readRetry(value)) retryMs_ = ms;
  }
}

void EventStreamParser::addData(std::string_view value) {
  if (!data_ && !dataInBuffer_) {
    dataInBuffer_ = value;
    return;
  }
  if (!data_) data_ = *dataInBuffer_;
  dataInBuffer_.reset();
  data_->append("\n").append(value);
}

bool EventStreamParser::dispatch(Sink& sink) {
  // Section 9.2.6: the id counts even where there is no data to hand on.
  lastEventId_ = pendingId_;
  const std::string_view type = type_.empty() ? std::string_view{"message"} : std::string_view{type_};
  bool goOn = true;
  if (dataInBuffer_) {
    goOn = sink.onEvent(type, *dataInBuffer_);
  } else if (data_) {
    goOn = sink.onEvent(type, *data_);
  }
  dataInBuffer_.reset();
  data_.reset();
  type_.clear();
  return goOn;
}

}  // namespace holdfast
