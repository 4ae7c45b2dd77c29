// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <span>

namespace offhook::phone {

/// What an input does in a stage. A row holds under its setting, if it names one.
template <class Stage, class Input, class Settings, class Move>
struct KeyRow {
  Stage stage;
  Input input;
  bool Settings::*setting;
  Move move;
};

/// The move of the first row that fits; Move::none without one.
template <class Stage, class Input, class Settings, class Move>
Move find_move(std::span<const KeyRow<Stage, Input, Settings, Move>> table, Stage stage,
               Input input, const Settings& settings) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) {
    return row.stage == stage && row.input == input &&
           (row.setting == nullptr || settings.*row.setting);
  });
  return found == table.end() ? Move::none : found->move;
}

}  // namespace offhook::phone
