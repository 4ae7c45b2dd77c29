// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "sim/scenario/expected_row.hpp"
#include "sim/scenario/observed.hpp"

namespace offhook::sim::scenario {

/// Messages sent within this of each other in real time count as sent at once, unless one is the
/// cause of the other. Scripts wait longer between two things that are to come one after the other.
inline constexpr Instant at_once = 200ms;

/// Whether the order of two messages means something: the earlier could be the cause of the later.
/// A phone sends in the order in which it acts, and acts on all it has received. A server hands on
/// one transaction after the other, whichever is through first: there only what belongs to one
/// transaction has an order.
[[nodiscard]] bool is_ordered(const ObservedRow& earlier, const ObservedRow& later,
                              const std::set<std::string>& servers);

/// What was sent, with messages that were sent at once in the order of the written ladder as far as
/// that explains them. In virtual time nothing is sent at once, and this is not asked.
[[nodiscard]] Observed in_written_order(const ExpectedLadder& expected, Observed observed,
                                        const std::set<std::string>& servers);

}  // namespace offhook::sim::scenario
