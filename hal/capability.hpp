// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "offhook/board.h"

namespace offhook::hal {

/// Where `member` ends, counted from the start of `Table`.
template <class Table, class Member>
std::size_t end_of(Member Table::*member) {
  static constexpr Table probe{};
  const auto* start = reinterpret_cast<const std::byte*>(&probe);
  const auto* found = reinterpret_cast<const std::byte*>(&(probe.*member));
  return static_cast<std::size_t>(found - start) + sizeof(Member);
}

/// The typed form of OFFHOOK_OFFERS: `table` is there, long enough to hold `function`, and fills it
/// in.
template <class Table, class Function>
bool offers(const Table* table, Function Table::*function) {
  return table != nullptr && table->struct_size >= end_of(function) && table->*function != nullptr;
}

/// A function table of a board, seen from C++; the board may lack it. A view: the board it was made
/// from outlives it.
template <class Table>
class Capability {
 public:
  Capability() = default;  ///< not offered
  Capability(offhook_board* board, const Table* table) : board_(board), table_(table) {}

  [[nodiscard]] bool offered() const { return table_ != nullptr; }

 protected:
  template <class Function>
  [[nodiscard]] bool offers(Function Table::*function) const {
    return hal::offers(table_, function);
  }
  /// `function` of the table, called for this board. It has been offered.
  template <class Function, class... Arguments>
  auto call(Function Table::*function, Arguments... arguments) const {
    return (table_->*function)(board_, arguments...);
  }

 private:
  offhook_board* board_ = nullptr;
  const Table* table_ = nullptr;
};

}  // namespace offhook::hal
