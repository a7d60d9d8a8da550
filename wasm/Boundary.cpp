#include "Boundary.h"

#include <emscripten/bind.h>

namespace holdfast::wasm {

namespace {

std::string input;
std::string_view output;
/// What `output` shows where nothing else keeps it.
std::string kept;

std::uintptr_t inputAt(std::size_t bytes) {
  if (input.size() < bytes) input.resize(bytes);
  return reinterpret_cast<std::uintptr_t>(input.data());
}
std::uintptr_t outputAt() { return reinterpret_cast<std::uintptr_t>(output.data()); }
std::size_t outputSize() { return output.size(); }

void release(Handle handle) { delete reinterpret_cast<Made*>(handle); }

}  // namespace

std::string_view inputText(std::size_t bytes) { return std::string_view{input}.substr(0, bytes); }

void showOutput(std::string_view bytes) { output = bytes; }
void putOut(std::string bytes) {
  kept = std::move(bytes);
  output = kept;
}

int outcome(const std::optional<Error>& error) {
  if (!error) return 0;
  putOut(std::string{nameOf(error->code)} + "\n" + error->field + "\n" + error->detail);
  return 1;
}

EMSCRIPTEN_BINDINGS(boundary) {
  using emscripten::function;
  function("inputAt", &inputAt);
  function("outputAt", &outputAt);
  function("outputSize", &outputSize);
  function("release", &release);
}

}  // namespace holdfast::wasm
