// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace offhook::sim {

class SimPhone;
class World;

/// What a phone shows and holds, as values, so that a rule is tested without a phone.
struct PhoneFacts {
  std::string name;
  std::vector<std::string> calls;  ///< API states of all that it has told of, also "ended"
  std::map<std::string, std::string> lamps;  ///< line lamps: "line1" to "green on", or "off"
  std::string tone = "none";
  bool ringing = false;
  bool off_hook = false;
  std::size_t ports = 0;  ///< RTP and RTCP ports it holds open
};

[[nodiscard]] PhoneFacts facts_of(SimPhone& phone, World& world);

/// What does not hold, in words; empty is good. For a phone that has settled: some 100 ms after
/// the last thing that happened, when its lamps and tones have followed.
[[nodiscard]] std::vector<std::string> broken_invariants(const PhoneFacts& facts);

/// Of the whole world after everything has stopped: no actor is left, nobody holds a port.
[[nodiscard]] std::vector<std::string> broken_invariants_at_end(World& world);

}  // namespace offhook::sim
