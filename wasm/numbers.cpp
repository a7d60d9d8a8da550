// What nlohmann/json asks of the C library for numbers, without the C library's printf and long doubles,
// which would be a tenth of the module.
#include <emscripten/emscripten.h>

#include <cstddef>
#include <cstring>

// clang-format off
EM_JS(double, numberFrom, (const char* text), { return Number(UTF8ToString(text)); })
// clang-format on

extern "C" {

/// REQUIRES: the text is one number of JSON. JavaScript rounds it as strtod() does.
double strtod(const char* text, char** end) {
  if (end != nullptr) *end = const_cast<char*>(text) + std::strlen(text);
  return numberFrom(text);
}

// Of one file with it in the C library: whoever links one of them links all. Nobody calls these two.
float strtof(const char* text, char** end) { return static_cast<float>(strtod(text, end)); }
long double strtold(const char* text, char** end) { return strtod(text, end); }

// Two callers print, for messages that nobody reads: the parser, of a character that is not JSON's
// (`<U+%.4X>`), and embind, of a type that nobody registered (`T%p`). They get an empty text; whoever else
// calls shall notice.
int snprintf(char* out, std::size_t, const char* format, ...) {
  if (*format != '<') __builtin_trap();
  *out = '\0';
  return 0;
}
int siprintf(char* out, const char* format, ...) {
  if (*format != 'T') __builtin_trap();
  *out = '\0';
  return 0;
}
}
