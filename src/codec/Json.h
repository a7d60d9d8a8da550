// The one door to nlohmann/json: typed reads that check before they touch, since the core is built
// without exceptions and the library aborts on a mismatch. In src/ nothing outside codec/ includes this;
// the reference backend reads its own requests through it, so that both sides use the library alike.
#pragma once

#define JSON_NOEXCEPTION 1
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "holdfast/Error.h"

namespace holdfast::codec {

using Json = nlohmann::json;

/// Parses a whole text of at most 64 levels: deeper ones would overflow the stack of whoever walks them.
/// Errors: InvalidJson with the offset of the first byte that is wrong.
Result<Json> parseJson(std::string_view text);

/// The text of a document. Strings that are not UTF-8 get replacement characters.
std::string dumpJson(const Json& json);

/// The member, or nullptr where `object` is no object or has none of that name (or null in its place).
const Json* findMember(const Json& object, std::string_view name);

/// A string member of at most `maxBytes`. Errors: InvalidField at `path + name`.
Result<std::string> readString(const Json& object, std::string_view name, std::string_view path,
                               std::size_t maxBytes = SIZE_MAX);

/// A string member that satisfies isValidId(). Errors: InvalidField at `path + name`.
Result<std::string> readId(const Json& object, std::string_view name, std::string_view path);

/// A whole number from `low` to 2^53 - 1. Errors: InvalidField at `path + name`.
Result<std::uint64_t> readWhole(const Json& object, std::string_view name, std::string_view path,
                                std::uint64_t low);

[[nodiscard]] Error fieldError(std::string_view path, std::string_view name, std::string_view complaint);

}  // namespace holdfast::codec
