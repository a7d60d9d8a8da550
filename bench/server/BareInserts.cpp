// holdfast-bare-inserts URL PREFIX CONNECTIONS BATCH SECONDS CONTENT_BYTES
//
// Prints the messages a second that prepared inserts reach on a database whose tables the server made. Each
// connection has a thread and a conversation of its own, named PREFIX-N.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "Inserts.h"

void fail(const std::string& why) {
  std::cerr << "holdfast-bare-inserts: " << why << '\n';
  std::exit(1);
}

int main(int argc, char** argv) {
  if (argc != 7) fail("usage: URL PREFIX CONNECTIONS BATCH SECONDS CONTENT_BYTES");
  const std::string url = argv[1];
  const std::string prefix = argv[2];
  const int connections = std::stoi(argv[3]);
  const int batch = std::stoi(argv[4]);
  const std::chrono::duration<double> duration{std::stod(argv[5])};
  const std::string content(std::stoul(argv[6]), 'x');

  std::vector<std::unique_ptr<Inserts>> all;
  for (int i = 0; i < connections; ++i) {
    all.push_back(url.starts_with("sqlite:") ? openSqliteInserts(url.substr(7)) : openPostgresInserts(url));
    all.back()->createConversation(prefix + "-" + std::to_string(i));
  }
  std::atomic<long> saved{0};
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  threads.reserve(all.size());
  for (auto& inserts : all) {
    threads.emplace_back([&, one = inserts.get()] {
      while (std::chrono::steady_clock::now() - begin < duration) {
        one->append(batch, content);
        saved += batch;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  std::cout << static_cast<double>(saved) / taken.count() << '\n';
}
