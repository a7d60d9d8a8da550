// The bodies of `POST /message/append` and its answers as JSON, for both sides of the wire.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "holdfast/Append.h"
#include "holdfast/Error.h"

namespace holdfast::codec {

/// Reads a request. A member of the envelope that is missing or wrong fails the whole request
/// (InvalidField with its path, or InvalidJson); a message that has a seq but is not acceptable
/// becomes `Unacceptable` in its place, and so does one whose content and metadata together are longer
/// than `maxMessageBytes`.
Result<AppendRequest> decodeAppendRequest(std::string_view json, std::size_t maxMessageBytes);

std::string encodeAppendAnswer(const AppendAnswer& answer);

/// Reads the answer to a batch. Whatever is not an answer of protocol v1 is a MalformedAnswer that
/// says what it looks like.
Result<AppendAnswer> decodeAppendAnswer(std::string_view json);

/// The same, always by way of a document: what AnswerScanner.h gives is held against it.
Result<AppendAnswer> parseAppendAnswer(std::string_view json);

/// `application/problem+json`.
std::string encodeProblem(const Problem& problem);

/// Reads a problem. Text that is no problem gives one made from `status`, so there is always one.
Problem decodeProblem(int status, std::string_view body);

}  // namespace holdfast::codec
