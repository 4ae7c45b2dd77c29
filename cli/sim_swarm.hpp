// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace offhook::cli {

struct SwarmCommand {
  std::vector<std::string> files;  ///< walks that were written down; none: those of seeds
  std::string seeds = "1-100";
  std::int64_t minutes = 10;   ///< of virtual time
  std::int64_t steps = 0;      ///< only the first so many; 0 all
  std::int64_t shrink_s = 60;  ///< how long to look for a shorter script of each failure
  std::string report;          ///< folder for the walks that failed
  int jobs = 1;
  bool json = false;
};

/// `offhook sim --swarm`: random walks of whole phones. An exit code.
int run_swarm_command(const SwarmCommand& command);

}  // namespace offhook::cli
