// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"
#include "sim/run_record.hpp"
#include "sim/scenario/observed.hpp"
#include "sim/scenario/scenario.hpp"

namespace offhook::sim {
class Stage;
}

namespace offhook::sim::scenario {

struct RunOptions {
  std::uint64_t seed = 1;
  std::string board_plugin;  ///< path of sim.so
  std::size_t columns = 80;  ///< of explanations
  bool compares = true;      ///< false: only the script
};

/// How a run went. `explanation` is for a terminal, several lines; "" if it passed.
struct Outcome {
  RunRecord record;
  Observed observed;
  std::string explanation;
  bool script_passed = false;
  [[nodiscard]] bool pass() const { return record.pass; }
};

/// Plays a scenario in virtual time. Fails only when the stage cannot be set.
[[nodiscard]] absl::StatusOr<Outcome> run_scenario(const Scenario& scenario,
                                                   const RunOptions& options);

/// Puts the servers and phones of a file on a stage: what `--serve` leaves standing.
[[nodiscard]] absl::Status set_stage(const Scenario& scenario, Stage& stage);

}  // namespace offhook::sim::scenario
