// The least that a database has to do for an append: prepared inserts of the rows of each message, in one
// transaction a batch. Failures end the program.
#pragma once

#include <memory>
#include <string>

/// One connection, which fills one conversation.
class Inserts {
 public:
  virtual ~Inserts() = default;

  /// Makes the conversation. REQUIRES: the server made the tables.
  virtual void createConversation(const std::string& id) = 0;
  /// Saves `count` messages of that content at the next positions, with their decisions, in one transaction.
  virtual void append(int count, const std::string& content) = 0;
};

std::unique_ptr<Inserts> openSqliteInserts(const std::string& path);
std::unique_ptr<Inserts> openPostgresInserts(const std::string& url);

[[noreturn]] void fail(const std::string& why);
