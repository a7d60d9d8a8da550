// memcpy() and memmove() as the instruction `memory.copy`, which every engine has had since 2021.
// Emscripten's own ones copy what is not aligned byte by byte, and leave the module for 512 bytes and more: a
// message has about that.
#include <cstddef>
#include <cstdint>

extern "C" {

void* memmove(void* to, const void* from, std::size_t size) { return __builtin_memmove(to, from, size); }

void* memcpy(void* __restrict to, const void* __restrict from, std::size_t size) {
  constexpr std::size_t kFew = 16;
  if (size > kFew) return __builtin_memcpy(to, from, size);
  auto* out = static_cast<unsigned char*>(to);
  const auto* in = static_cast<const unsigned char*>(from);
#pragma clang loop vectorize(disable) unroll(disable)
  for (; size > 0; --size) *out++ = *in++;
  return to;
}
}
