// A table of every state and every event: each cell tells what follows, the next state and after it, in
// brackets, what comes of it. A cell whose event the state's contract rules out says so.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::exhaustive {

/// What a cell holds where the contract rules the event out, so that nothing is promised.
inline constexpr std::string_view kRuledOut = "ruled out";

struct Row {
  std::string_view state;
  std::vector<std::string_view> cells;  ///< One for each event, in their order.
};

struct Table {
  std::vector<std::string_view> states;
  std::vector<std::string_view> events;
  std::vector<Row> rows;
};

/// Each state has one row, and each row a cell for each event.
inline void expectNoCellIsMissing(const Table& table) {
  ASSERT_EQ(table.rows.size(), table.states.size());
  for (const std::string_view state : table.states) {
    const auto row = std::find_if(table.rows.begin(), table.rows.end(),
                                  [state](const Row& other) { return other.state == state; });
    ASSERT_NE(row, table.rows.end()) << state << " has no row";
    EXPECT_EQ(row->cells.size(), table.events.size()) << state;
    EXPECT_EQ(std::count(row->cells.begin(), row->cells.end(), ""), 0) << state;
  }
}

/// Brings about each state, lets each event happen and compares. `happen(state, event)` gives the text of a
/// cell and is not asked for what is ruled out.
template <typename Happen>
void expectEveryCell(const Table& table, Happen happen) {
  for (const Row& row : table.rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (row.cells[i] == kRuledOut) continue;
      EXPECT_EQ(happen(row.state, table.events[i]), row.cells[i]) << row.state << " + " << table.events[i];
    }
  }
}

}  // namespace holdfast::exhaustive
