// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "actors/base/status.hpp"
#include "sim/run_record.hpp"

namespace offhook::sim {

struct DemoOptions {
  std::uint64_t seed = 1;
  bool is_virtual = false;
  std::string board_plugin;  ///< path of sim.so
  /// Told what happens, for people who watch; may be empty.
  std::function<void(std::string_view)> progress;
};

/// Two phones register, one calls the other, both speak, the caller holds and resumes, the callee
/// hangs up. Fails only when the stage cannot be set (no plugin, no address); how the play went is
/// in the result.
[[nodiscard]] absl::StatusOr<RunRecord> run_demo(const DemoOptions& options);

}  // namespace offhook::sim
