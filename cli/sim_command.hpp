// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace offhook::cli {

struct SimCommand {
  std::vector<std::string> paths;  ///< files and folders; none: sim/scenarios
  std::string pattern;             ///< -k: regular expression for file or title
  std::string junit;
  std::string report;  ///< folder
  std::string seeds;   ///< "1-20", "7"; "" the seed of each file
  int jobs = 1;
  bool list = false;
  bool bless = false;
  bool trace_hash = false;
  bool serve = false;
  std::string emit;  ///< "python": print one as a program; "" do not
  bool realtime = false;
  std::string proxy;   ///< "sip:ADDRESS:PORT" of somebody's registrar and proxy; "" our own
  std::string replay;  ///< a recording of `offhook run --record`, instead of scenarios
};

/// Runs scenario files and compares their ladders. An exit code.
int run_sim_command(const SimCommand& command);

}  // namespace offhook::cli
