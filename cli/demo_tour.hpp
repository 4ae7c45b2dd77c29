// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace offhook::cli {

struct DemoTour {
  std::string board_plugin;  ///< path of sim.so
  std::string out = "offhook-tour";
  bool colour = false;
};

/// Plays the call flows that come with offhook one after the other in virtual time, each with its
/// ladder, and writes a report of each with a page that leads to them. An exit code.
int run_demo_tour(const DemoTour& tour);

}  // namespace offhook::cli
