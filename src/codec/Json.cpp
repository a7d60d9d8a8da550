#include "codec/Json.h"

#include <optional>

#include "holdfast/Append.h"
#include "holdfast/Message.h"

namespace holdfast::codec {

namespace {

/// Remembers where a parse failed; builds nothing.
class ErrorLocator : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    offset = position;
    return false;
  }

  std::size_t offset = 0;
};

constexpr std::size_t kMaxNesting = 64;

/// The offset of the bracket that goes too deep. Brackets inside strings do not count.
std::optional<std::size_t> findTooDeep(std::string_view text) {
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
  return std::nullopt;
}

}  // namespace

Result<Json> parseJson(std::string_view text) {
  if (const auto offset = findTooDeep(text)) {
    return Error{ErrorCode::InvalidJson, "nests deeper than " + std::to_string(kMaxNesting) +
                                             " levels at byte " + std::to_string(*offset)};
  }
  Json json = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_discarded()) return json;
  ErrorLocator locator;
  Json::sax_parse(text.begin(), text.end(), &locator);
  return Error{ErrorCode::InvalidJson, "not valid JSON at byte " + std::to_string(locator.offset)};
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
