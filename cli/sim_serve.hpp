// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "sim/scenario/scenario.hpp"

namespace offhook::cli {

/// Sets up the servers and phones of a scenario on loopback, in real time; prints where each one's
/// control API is, a JSON object a line, once all have registered; and stays until interrupted. Its
/// script is not played. An exit code.
int serve_scenario(const sim::scenario::Scenario& scenario, const std::string& board_plugin);

}  // namespace offhook::cli
