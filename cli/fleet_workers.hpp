// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "cli/fleet_command.hpp"
#include "cli/fleet_output.hpp"
#include "cli/fleet_share.hpp"

namespace offhook::cli {

/// Waits for the workers, gives each a share, adds up what they tell. An exit code.
int run_fleet_coordinator(const FleetCommand& command, const sim::fleet::Plan& plan,
                          std::vector<sim::fleet::User> users, FleetOutput& output);

/// Does what a coordinator says, until it is done. An exit code.
int run_fleet_worker(const FleetCommand& command);

/// The server and our own address filled in; InvalidArgument or NotFound for a server that cannot
/// be one.
[[nodiscard]] absl::StatusOr<FleetWork> fleet_work(const FleetCommand& command,
                                                   const sim::fleet::Plan& plan,
                                                   std::vector<sim::fleet::User> users);

}  // namespace offhook::cli
