// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "sim/scenario/compare.hpp"

namespace offhook::sim::scenario {

/// A failed comparison for people: the row, what was sent instead, the message that comes nearest
/// and in which fields it differs; then both ladders beside each other, `columns` wide. "" if they
/// are alike. Lines end in LF; control characters come out as '?'.
[[nodiscard]] std::string explain(const Comparison& comparison, const ExpectedLadder& expected,
                                  const Observed& observed, std::size_t columns = 80);

/// A message as ladders write it, with its direction and method where they say more.
[[nodiscard]] std::string written(const ObservedRow& observed);

}  // namespace offhook::sim::scenario
