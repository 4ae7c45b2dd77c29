// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/observed.hpp"
#include "sim/scenario/scenario.hpp"

namespace offhook::sim::scenario {

/// What was sent as the lines of a ladder block. Media rows stand where streams begin or end.
[[nodiscard]] std::string ladder_text(const Observed& observed);

/// The file with the lines of its ladder replaced; everything else stays octet for octet. A file
/// without a ladder gets one at its end, in [flow].
[[nodiscard]] std::string with_ladder(std::string_view file_text, const Scenario& scenario,
                                      std::string_view ladder);

/// Blesses only what a person did not say better: where `scenario.ladder` holds, its lines stay.
[[nodiscard]] std::string blessed(std::string_view file_text, const Scenario& scenario,
                                  const Observed& observed);

}  // namespace offhook::sim::scenario
