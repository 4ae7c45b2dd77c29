// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "sim/scenario/expected_row.hpp"
#include "sim/scenario/script_reader.hpp"
#include "sim/scenario/words.hpp"

namespace offhook::sim::scenario {

/// Most rows a ladder may have.
inline constexpr std::size_t most_rows = 2000;
/// Most rows between { and }: they may come in any order.
inline constexpr std::size_t most_rows_in_group = 40;

/// Reads the lines of [flow].ladder: `[F1] [?] FROM -> TO  WHAT [matchers]`, `...`, `{`, `}`.
[[nodiscard]] ExpectedLadder read_ladder(const std::vector<Line>& lines, const Names& names,
                                         Faults& faults);

}  // namespace offhook::sim::scenario
