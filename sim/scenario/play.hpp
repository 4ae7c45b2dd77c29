// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/ear.hpp"
#include "sim/scenario/links.hpp"
#include "sim/scenario/step.hpp"
#include "sim/stage.hpp"

namespace offhook::sim::scenario {

/// Does the steps of a script on a stage, one after the other. Each returns what went wrong, or
/// nothing.
class Play {
 public:
  using Trouble = std::optional<std::string>;

  /// The stage and its record are borrowed.
  Play(Stage& stage, const RunRecord& record)
      : stage_(stage), record_(record), ears_(stage.world()) {}

  /// Until every phone answers at its control API.
  Trouble begin();
  Trouble perform(const Step& step);

 private:
  using Actors = std::vector<SimPhone*>;

  Trouble act(const Actors& actors, const Hook& hook);
  Trouble act(const Actors& actors, const PressKeys& press);
  Trouble act(const Actors& actors, const PressSoftKey& press);
  Trouble act(const Actors& actors, const Order& order);
  Trouble act(const Actors& actors, const Say& say);
  Trouble act(const Actors& actors, const Pause& pause);
  Trouble act(const Actors& actors, const Expect& expect);
  Trouble act(const Actors& actors, const Disturb& disturb);
  Trouble act(const Actors& actors, const Partition& partition);
  Trouble act(const Actors& actors, const Heal& heal);
  Trouble act(const Actors& actors, const MoveClock& move);

  [[nodiscard]] bool holds(const SimPhone& phone, const Expectation& what) const;
  [[nodiscard]] bool is_registered_via(const SimPhone& phone, const std::string& server) const;
  Trouble request(SimPhone& phone, std::string_view method, boost::json::object params);
  Links* links();

  Stage& stage_;
  const RunRecord& record_;
  Ears ears_;
  std::optional<Links> links_;
};

}  // namespace offhook::sim::scenario
