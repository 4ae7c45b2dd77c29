// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>

namespace offhook {

/// The actions of one row, in the order in which they are performed. At most six.
template <class Action>
class Actions {
 public:
  static constexpr std::size_t capacity = 6;
  constexpr Actions() = default;
  constexpr Actions(std::initializer_list<Action> actions) {
    for (Action action : actions) items_[size_++] = action;  // a seventh does not compile
  }
  [[nodiscard]] constexpr const Action* begin() const { return items_.data(); }
  [[nodiscard]] constexpr const Action* end() const { return items_.data() + size_; }

 private:
  std::array<Action, capacity> items_{};
  std::size_t size_ = 0;
};

/// One arrow of a state figure: in `from`, on `input`, go to `to` and perform `actions`.
template <class State, class Input, class Action>
struct Transition {
  State from;
  Input input;
  State to;
  Actions<Action> actions;
};

/// The row for (state, input), or null: the input is ignored in that state.
template <class Table, class State, class Input>
constexpr auto find_transition(const Table& table, State state, Input input) -> const
    typename Table::value_type* {
  for (const auto& row : table)
    if (row.from == state && row.input == input) return &row;
  return nullptr;
}

/// No (state, input) pair has two rows.
template <class Table>
constexpr bool is_deterministic(const Table& table) {
  for (std::size_t i = 0; i < table.size(); ++i)
    for (std::size_t j = i + 1; j < table.size(); ++j)
      if (table[i].from == table[j].from && table[i].input == table[j].input) return false;
  return true;
}

}  // namespace offhook
