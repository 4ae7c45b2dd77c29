// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "sim/fleet/report.hpp"

namespace offhook::sim::fleet {

struct VirtualOptions {
  Plan plan;
  std::vector<User> users;
  std::uint64_t seed = 1;
  std::string board_plugin;  ///< path of sim.so
  bool sound = false;
  std::function<void(const CallRecord&)> call_over{};
  /// Asked once a virtual second; false ends it early, a second time at once.
  std::function<bool(const Standing&, Instant now)> go_on{};
};

/// A fleet and the server it registers at, both in this process and in virtual time. `wall` of the
/// result is virtual too.
[[nodiscard]] absl::StatusOr<Report> run_virtual_fleet(const VirtualOptions& options);

}  // namespace offhook::sim::fleet
