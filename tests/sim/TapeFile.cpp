#include "TapeFile.h"

#include <cstddef>
#include <fstream>
#include <limits>

namespace holdfast::sim {

std::optional<Tape> readTape(const std::string& path) {
  std::ifstream file{path};
  if (!file) return std::nullopt;
  while (file.peek() == '#') file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  Tape tape;
  for (std::uint32_t number = 0; file >> number;) tape.push_back(number);
  return tape;
}

bool writeTape(const std::string& path, const std::string& comment, const Tape& tape) {
  constexpr std::size_t kNumbersInALine = 20;
  std::ofstream file{path};
  file << "# " << comment << '\n';
  for (std::size_t i = 0; i < tape.size(); ++i)
    file << tape[i] << (i % kNumbersInALine == kNumbersInALine - 1 || i + 1 == tape.size() ? '\n' : ' ');
  return static_cast<bool>(file.flush());
}

}  // namespace holdfast::sim
