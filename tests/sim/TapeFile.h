// A life in a file: lines of numbers, which may begin with a comment.
#pragma once

#include <optional>
#include <string>

#include "Choices.h"

namespace holdfast::sim {

/// nullopt where there is no such file.
[[nodiscard]] std::optional<Tape> readTape(const std::string& path);

/// False where it could not be written. `comment` is one line.
[[nodiscard]] bool writeTape(const std::string& path, const std::string& comment, const Tape& tape);

}  // namespace holdfast::sim
