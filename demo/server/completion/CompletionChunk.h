// The `chat.completion.chunk` objects of the OpenAI streaming format.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::server {

/// The first chunk of an answer, which names the role.
std::string encodeRoleChunk(std::string_view answerId, std::string_view model);
std::string encodeContentChunk(std::string_view answerId, std::string_view model, std::string_view content);
/// The last chunk of an answer that is complete.
std::string encodeStopChunk(std::string_view answerId, std::string_view model);
/// What stands in a stream in place of a chunk when the answer breaks off on the side of the server.
std::string encodeErrorChunk(std::string_view code, std::string_view message);

}  // namespace holdfast::server
