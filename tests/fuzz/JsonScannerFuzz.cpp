// What the scanner says of a JSON text is what nlohmann/json says, which builds whole documents: whether it
// is JSON, and which strings stand at the paths. And what a reader says, that has learned from the texts
// before, is what one says that reads it alone. The input is a list of texts, with 0x1E between them.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "codec/Json.h"
#include "stream/DeltaReader.h"

namespace {

using holdfast::JsonFinding;
using holdfast::JsonKind;
using holdfast::JsonPaths;
using holdfast::codec::Json;

constexpr std::array<std::string_view, 5> kPaths{"a", "a.b[*].c", "a.b[*]", "choices[0].delta.content",
                                                 "[1]"};

JsonPaths paths() { return JsonPaths::parse(kPaths).value(); }

/// The slot and the text of each string at a path, in their order.
using Strings = std::vector<std::pair<std::size_t, std::string>>;

class Oracle final : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool binary(binary_t&) override { return value(); }
  bool string(string_t& text) override {
    for (std::size_t slot = 0; slot < kPaths.size(); ++slot)
      if (place() == kPaths[slot] || anyPlace() == kPaths[slot]) strings.emplace_back(slot, text);
    return value();
  }
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    levels_.back().key = name;
    // A name with the letters of the paths' syntax is at no path.
    levels_.back().isOdd = name.find_first_of(".[") != std::string::npos || name.empty();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& exception) override {
    isOutOfRange = exception.id == 406;
    return false;
  }

  Strings strings;
  bool isOutOfRange = false;
  bool isDeep = false;

 private:
  struct Level {
    bool isArray;
    std::size_t index = 0;
    std::string key = {};
    bool isOdd = false;
  };

  [[nodiscard]] std::string place() const { return told(false); }
  [[nodiscard]] std::string anyPlace() const { return told(true); }
  [[nodiscard]] std::string told(bool anyElement) const {
    std::string path;
    for (const Level& level : levels_) {
      if (level.isOdd) return "nowhere at all";
      if (level.isArray) {
        path += "[" + (anyElement ? "*" : std::to_string(level.index)) + "]";
      } else {
        path += (path.empty() ? "" : ".") + level.key;
      }
    }
    return path;
  }
  bool open(bool isArray) {
    levels_.push_back({isArray});
    if (levels_.size() > holdfast::JsonScanner::kMaxDepth) isDeep = true;
    return !isDeep;
  }
  bool close() {
    levels_.pop_back();
    return value();
  }
  bool value() {
    if (!levels_.empty() && levels_.back().isArray) ++levels_.back().index;
    return true;
  }

  std::vector<Level> levels_;
};

bool sameFindings(const holdfast::Findings& one, std::span<const JsonFinding> other) {
  if (one.all().size() != other.size()) return false;
  for (std::size_t i = 0; i < other.size(); ++i) {
    const JsonFinding& a = one.all()[i];
    const JsonFinding& b = other[i];
    if (a.slot != b.slot || a.kind != b.kind || a.hasEscapes != b.hasEscapes ||
        a.span.begin != b.span.begin || a.span.end != b.span.end)
      return false;
  }
  return true;
}

/// Whether the library takes the text by other rules than those of RFC 8259, or gives up for reasons of its
/// own.
bool isTheLibrarysOwn(std::string_view text, const Oracle& oracle) {
  return text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string_view::npos ||
         oracle.isOutOfRange || oracle.isDeep;
}

void check(std::string_view text, holdfast::DeltaReader& reader) {
  holdfast::JsonScanner alone{paths()};
  const auto wrong = alone.scan(text);
  if (reader.read(text) != wrong) std::abort();
  if (!wrong && !sameFindings(reader.findings(), alone.findings())) std::abort();

  Oracle oracle;
  const bool accepted = Json::sax_parse(text.begin(), text.end(), &oracle);
  if (isTheLibrarysOwn(text, oracle)) return;
  if (accepted == wrong.has_value()) std::abort();
  if (wrong) return;
  Strings strings;
  for (const JsonFinding& finding : reader.findings().all())
    if (finding.kind == JsonKind::String)
      strings.emplace_back(finding.slot, reader.findings().textOf(finding));
  if (strings != oracle.strings) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr char kSeparator = 0x1E;
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  holdfast::DeltaReader reader{paths()};
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(kSeparator), rest.size());
    check(rest.substr(0, end), reader);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return 0;
}
