// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace offhook::cli {

struct DemoCommand {
  std::uint64_t seed = 7;
  bool tour = false;  ///< the call flows instead, one after the other
  bool is_virtual = false;
  bool json = false;  ///< print summary.json instead of the ladder
  std::string out = "offhook-demo";
  bool colour = false;
};

/// Plays the demo, prints it, writes its folder. An exit code.
int run_demo_command(const DemoCommand& command);

}  // namespace offhook::cli
