// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "sim/scenario/place.hpp"
#include "sim/scenario/scenario.hpp"

namespace offhook::sim::scenario {

/// Largest scenario file that is read.
inline constexpr std::size_t largest_file = 256 * 1024;
/// Most phones and most registrars of one file.
inline constexpr std::size_t most_phones = 40, most_registrars = 8;

/// Reads a scenario file (docs/scenarios.md). Either the scenario, or everything that is wrong with
/// it as far as can be told, in the order of the file; `file` names it in texts of settings.
[[nodiscard]] std::variant<Scenario, Faults> read_scenario(std::string_view text,
                                                           const std::string& file);

}  // namespace offhook::sim::scenario
