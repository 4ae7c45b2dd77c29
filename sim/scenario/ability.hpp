// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/scenario/scenario.hpp"

namespace offhook::sim::scenario {

/// In which world a scenario is played.
enum class Mode : std::uint8_t {
  virtual_time,
  real_time,  ///< sockets on loopback addresses and the wall clock
  far_proxy   ///< likewise, and registrar and proxy are somebody else's
};

/// Why a scenario cannot be played there, for people: "line 31 disturbs the network, and real
/// sockets lose nothing when told to". Nullopt: it can. Pure.
[[nodiscard]] std::optional<std::string> why_not(const Scenario& scenario, Mode mode);

}  // namespace offhook::sim::scenario
