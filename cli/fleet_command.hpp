// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/status.hpp"
#include "sim/fleet/plan.hpp"

namespace offhook::cli {

struct FleetCommand {
  std::size_t phones = 10;
  double calls_per_second = 1;
  std::string hold = "10s", duration = "60s", ring = "100ms";  ///< as they were typed
  double registers_per_second = 100;
  std::string against;  ///< sip:HOST[:PORT]
  std::string from;     ///< address of ours; "" is the one that the way to the server has
  std::string domain;   ///< "" is the host of `against`
  std::string users;    ///< a file; "" numbers them
  std::uint64_t first_extension = 10000;
  std::string password_template = "pw{user}";
  bool sound = false;
  bool is_virtual = false;
  std::uint64_t seed = 1;
  std::string json, csv;
  // more than one process
  std::string worker;                       ///< HOST:PORT of the coordinator
  std::optional<std::uint16_t> coordinate;  ///< port to listen on; nullopt: do not
  std::string bind = "127.0.0.1";
  std::size_t workers = 1;
  std::string token_file;  ///< "" is fleet.token beside the run file of `offhook run`
};

/// Many phones that call each other, against a real server or in virtual time. An exit code.
int run_fleet_command(const FleetCommand& command);

/// What it was told, understood. InvalidArgument names the option, Unavailable the file.
[[nodiscard]] absl::StatusOr<sim::fleet::Plan> fleet_plan(const FleetCommand& command);
[[nodiscard]] absl::StatusOr<std::vector<sim::fleet::User>> fleet_users(
    const FleetCommand& command);

}  // namespace offhook::cli
