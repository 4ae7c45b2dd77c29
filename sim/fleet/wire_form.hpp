// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/fleet/fleet_actor.hpp"
#include "sim/fleet/wire_messages.hpp"

namespace offhook::sim::fleet {

[[nodiscard]] StatisticsOnWire to_wire(const Statistics& statistics);
/// What does not fit together is left out: it came from another process.
[[nodiscard]] Statistics from_wire(const StatisticsOnWire& statistics);

/// The order for a part of the work, whose users these are.
[[nodiscard]] BeginShare to_wire(const Plan& plan, const std::vector<User>& users);
[[nodiscard]] Plan plan_of(const BeginShare& share);
[[nodiscard]] std::vector<User> users_of(const BeginShare& share);

}  // namespace offhook::sim::fleet
