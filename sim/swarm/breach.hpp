// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "actors/base/clock.hpp"

namespace offhook::sim::swarm {

/// Something that must never be, and was.
struct Breach {
  Instant at{};
  std::string rule;  ///< a few words that are the same each time: "an ACK is missing"
  std::string who;
  std::string detail;
};

/// In the order in which they were found.
using Breaches = std::vector<Breach>;

/// "alice at 12.345 s: an ACK is missing (…)".
[[nodiscard]] std::string to_string(const Breach& breach);

}  // namespace offhook::sim::swarm
