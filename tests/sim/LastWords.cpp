#include "LastWords.h"

#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string_view>

namespace holdfast::sim {

namespace {

constexpr int kSecondsOfALife = 20;

volatile std::uint64_t livingSeed = 0;

/// Only what a signal handler may call.
void write(std::string_view text) {
  if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) _exit(3);
}

extern "C" void sayLastWords(int signal) {
  std::array<char, 20> digits{};
  std::size_t first = digits.size();
  for (std::uint64_t rest = livingSeed; rest > 0; rest /= 10)
    digits[--first] = static_cast<char>('0' + rest % 10);
  write("seed ");
  write({digits.data() + first, digits.size() - first});
  write(signal == SIGVTALRM ? " does not come to rest\n" : " crashes\n");
  _exit(2);
}

}  // namespace

void listenForTheEnd() {
  for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGVTALRM})
    std::signal(signal, sayLastWords);
}

void beginLife(std::uint64_t seed) {
  livingSeed = seed;
  itimerval timer{};
  timer.it_value.tv_sec = kSecondsOfALife;
  setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

}  // namespace holdfast::sim
