// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"
#include "sim/run_record.hpp"
#include "sim/scenario/ability.hpp"
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
  Mode mode = Mode::virtual_time;
  Endpoint proxy{};  ///< of Mode::far_proxy
};

/// How a run went. `explanation` is for a terminal, several lines; "" if it passed.
struct Outcome {
  RunRecord record;
  Observed observed;
  std::string explanation;
  bool script_passed = false;
  std::string skipped;  ///< why it could not be played in this mode; "" it was played
  [[nodiscard]] bool pass() const { return record.pass; }
};

/// Plays a scenario. Fails only when the stage cannot be set.
[[nodiscard]] absl::StatusOr<Outcome> run_scenario(const Scenario& scenario,
                                                   const RunOptions& options);

/// Puts the servers and phones of a file on a stage: what `--serve` leaves standing. With a
/// `far_proxy` the phones register there, and it stands for the registrar of the file.
[[nodiscard]] absl::Status set_stage(const Scenario& scenario, Stage& stage,
                                     const std::optional<Endpoint>& far_proxy = std::nullopt);

}  // namespace offhook::sim::scenario
