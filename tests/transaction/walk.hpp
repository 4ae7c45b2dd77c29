// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "actors/base/transition_table.hpp"

namespace offhook::transaction {

/// Walks a table from its initial state and remembers which rows it came through.
template <class Row>
class Walker {
 public:
  using State = decltype(Row::from);
  using Input = decltype(Row::input);
  using Action = std::decay_t<decltype(*std::declval<Row>().actions.begin())>;

  explicit Walker(std::span<const Row> table) : table_(table) {}

  /// Back to the initial state, for another path.
  Walker& start() {
    state_ = State::initial;
    return *this;
  }

  /// `input` leads to `to` and performs exactly `actions`.
  Walker& on(Input input, State to, std::vector<Action> actions) {
    const Row* row = find_transition(table_, state_, input);
    EXPECT_NE(row, nullptr) << "no row from " << to_string(state_) << " on input "
                            << static_cast<int>(input);
    if (row == nullptr) return *this;
    walked_.insert(row);
    EXPECT_EQ(row->to, to) << "from " << to_string(state_) << " on " << static_cast<int>(input);
    EXPECT_EQ(std::vector<Action>(row->actions.begin(), row->actions.end()), actions)
        << "from " << to_string(state_) << " on " << static_cast<int>(input);
    state_ = row->to;
    return *this;
  }

  /// These change nothing here.
  Walker& ignores(std::vector<Input> inputs) {
    for (const Input input : inputs)
      EXPECT_EQ(find_transition(table_, state_, input), nullptr)
          << to_string(state_) << " should ignore input " << static_cast<int>(input);
    return *this;
  }

  [[nodiscard]] std::size_t rows_not_walked() const { return table_.size() - walked_.size(); }

 private:
  std::span<const Row> table_;
  State state_ = State::initial;
  std::set<const Row*> walked_;
};

}  // namespace offhook::transaction
