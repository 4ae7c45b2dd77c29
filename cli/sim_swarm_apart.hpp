// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/swarm/walk.hpp"

namespace offhook::cli {

/// What became of one walk in a process of its own, so that a crash or an endless loop is a result.
struct WalkReport {
  std::string rule;  ///< that was broken first; "" if the walk passed
  double at_s = 0;   ///< virtual time of the breach
  std::string text;  ///< all breaches, a line each
  std::uint64_t hash = 0;
  double lived_s = 0;     ///< virtual
  double seconds = 0;     ///< wall
  bool could_run = true;  ///< false: `text` says what is missing
  bool crashed = false;   ///< the program itself failed: a signal, or no end
};

/// Plays `count` walks, `jobs` at a time; `make` gives the n-th. `finished` hears of each as it
/// ends.
void run_walks_apart(std::size_t count, int jobs, const std::string& board_plugin,
                     const std::function<sim::swarm::Walk(std::size_t)>& make,
                     const std::function<void(std::size_t, WalkReport)>& finished);

/// One, and waits for it.
[[nodiscard]] WalkReport run_walk_apart(const sim::swarm::Walk& walk,
                                        const std::string& board_plugin);

}  // namespace offhook::cli
