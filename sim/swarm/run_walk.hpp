// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "sim/swarm/breach.hpp"
#include "sim/swarm/plant.hpp"
#include "sim/swarm/walk.hpp"

namespace offhook::sim::swarm {

struct WalkResult {
  Breaches breaches;       ///< empty: it passed
  std::uint64_t hash = 0;  ///< of every datagram that was sent, by whom and when
  Instant lived{};         ///< virtual time
  double seconds = 0;      ///< wall time
};

/// Plays a walk in virtual time and checks every invariant after each step. It ends at the first
/// breach. After the last step faults stop and people hang up: then everything must come to rest.
/// Fails only if the phones cannot be set up. `plant` is for tests of the rules themselves.
[[nodiscard]] absl::StatusOr<WalkResult> run_walk(const Walk& walk, const std::string& board_plugin,
                                                  Plant plant = {});

}  // namespace offhook::sim::swarm
