// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/scenario/expected_row.hpp"
#include "sim/scenario/observed.hpp"

namespace offhook::sim::scenario {

/// Which row of a group each of the `count` messages from `first` on is; nullopt if they are not
/// exactly its rows in some order. Optional rows may be missing, media rows do not count.
[[nodiscard]] std::optional<std::vector<std::size_t>> match_group(const ExpectedItem& group,
                                                                  const Observed& observed,
                                                                  std::size_t first,
                                                                  std::size_t count);

/// With how many messages from `first` on the group can be matched.
[[nodiscard]] std::vector<std::size_t> group_lengths(const ExpectedItem& group,
                                                     const Observed& observed, std::size_t first);

/// How many messages from `first` on can each be a different row of the item, whether or not all
/// of its rows are among them.
[[nodiscard]] std::size_t fitting(const ExpectedItem& item, const Observed& observed,
                                  std::size_t first);

/// The row of an item to name when it cannot be matched at `first`.
[[nodiscard]] std::size_t first_missing(const ExpectedItem& item, const Observed& observed,
                                        std::size_t first);

}  // namespace offhook::sim::scenario
