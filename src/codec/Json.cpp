#include "codec/Json.h"

#include <array>
#include <optional>
#include <utility>

#include "holdfast/Append.h"
#include "holdfast/Message.h"

namespace holdfast::codec {

namespace {

constexpr std::size_t kMaxNesting = 64;

/// Builds a document, and remembers where the text stops being one. The library's own builder does not tell
/// where, and a second pass for that would bring a second parser to every page.
class DocumentBuilder final : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t& value) override { return put(std::move(value)); }
  bool start_object(std::size_t) override { return open(Json::value_t::object); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json::value_t::array); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    name_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    errorAt_ = position;
    return false;
  }

  /// The byte at which the text is no JSON; nothing where it is, or goes too deep.
  [[nodiscard]] std::optional<std::size_t> errorAt() const { return errorAt_; }
  Json takeDocument() { return std::move(document_); }

 private:
  /// Where the value that comes next goes.
  Json& place() {
    if (depth_ == 0) return document_;
    Json& parent = *open_[depth_ - 1];
    if (auto* array = parent.get_ptr<Json::array_t*>()) return array->emplace_back();
    return (*parent.get_ptr<Json::object_t*>())[std::move(name_)];
  }
  bool put(Json value) {
    place() = std::move(value);
    return true;
  }
  bool open(Json::value_t kind) {
    if (depth_ == kMaxNesting) return false;
    Json& opened = place();
    opened = Json(kind);
    open_[depth_++] = &opened;
    return true;
  }
  bool close() {
    --depth_;
    return true;
  }

  Json document_;
  std::array<Json*, kMaxNesting> open_{};
  std::size_t depth_ = 0;
  std::string name_;
  std::optional<std::size_t> errorAt_;
};

/// The offset of the bracket that goes too deep in a text that was JSON up to there. Brackets inside strings
/// do not count.
std::size_t findTooDeep(std::string_view text) {
  std::size_t depth = 0;
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString) {
      if (c == '\\') ++i;
      inString = c != '"';
    } else if (c == '"') {
      inString = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxNesting) return i;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return text.size();
}

}  // namespace

Result<Json> parseJson(std::string_view text) {
  DocumentBuilder builder;
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return builder.takeDocument();
  if (const auto errorAt = builder.errorAt()) {
    return Error{ErrorCode::InvalidJson, "not valid JSON at byte " + std::to_string(*errorAt)};
  }
  return Error{ErrorCode::InvalidJson, "nests deeper than " + std::to_string(kMaxNesting) +
                                           " levels at byte " + std::to_string(findTooDeep(text))};
}

std::string dumpJson(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

const Json* findMember(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

Error fieldError(std::string_view path, std::string_view name, std::string_view complaint) {
  std::string field{path};
  field += name;
  return Error{ErrorCode::InvalidField, field + " " + std::string{complaint}, field};
}

Result<std::string> readString(const Json& object, std::string_view name, std::string_view path,
                               std::size_t maxBytes) {
  const Json* member = findMember(object, name);
  if (member == nullptr) return fieldError(path, name, "is missing");
  const auto* text = member->get_ptr<const std::string*>();
  if (text == nullptr) return fieldError(path, name, "must be a string");
  if (text->size() > maxBytes) {
    return fieldError(path, name, "is longer than " + std::to_string(maxBytes) + " bytes");
  }
  return *text;
}

Result<std::string> readId(const Json& object, std::string_view name, std::string_view path) {
  Result<std::string> id = readString(object, name, path);
  if (id && !isValidId(id.value())) {
    return fieldError(path, name, "must be 1 to 128 characters of A-Z a-z 0-9 . _ : ~ @ + = -");
  }
  return id;
}

Result<std::uint64_t> readWhole(const Json& object, std::string_view name, std::string_view path,
                                std::uint64_t low) {
  const Json* member = findMember(object, name);
  if (member == nullptr) return fieldError(path, name, "is missing");
  const auto* number = member->get_ptr<const Json::number_unsigned_t*>();
  if (number == nullptr || *number < low || *number > kMaxSeq) {
    return fieldError(path, name, "must be a whole number from " + std::to_string(low) + " to 2^53 - 1");
  }
  return *number;
}

}  // namespace holdfast::codec
