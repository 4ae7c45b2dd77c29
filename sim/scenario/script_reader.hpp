// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/scenario/step.hpp"
#include "sim/scenario/words.hpp"

namespace offhook::sim::scenario {

/// Who may stand in a script or a ladder.
struct Names {
  std::set<std::string, std::less<>> phones;
  std::set<std::string, std::less<>> registrars;
  std::set<std::string, std::less<>> services;  ///< voicemail, echo

  [[nodiscard]] bool knows(std::string_view name) const {
    return phones.contains(name) || registrars.contains(name) || services.contains(name);
  }
  /// "alice, bob, proxy".
  [[nodiscard]] std::string listed() const;
};

/// Most steps a script may have.
inline constexpr std::size_t most_steps = 5000;

/// Reads the lines of [flow].script: `ACTOR VERB ARGUMENTS`. A line with a fault gives no step.
[[nodiscard]] std::vector<Step> read_script(const std::vector<Line>& lines, const Names& names,
                                            Faults& faults);

}  // namespace offhook::sim::scenario
