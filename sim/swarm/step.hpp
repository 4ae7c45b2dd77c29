// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/status.hpp"

namespace offhook::sim::swarm {

enum class Verb : std::uint8_t {
  // a person
  lift,     ///< the handset
  replace,  ///< it
  press,    ///< KEY [MS]: down, and up after that long
  type,     ///< TEXT: its letters as keys, 150 ms each
  soft,     ///< N: the N-th of the soft keys that have a label now
  // a program
  api,  ///< METHOD [N [WORD]]: about the N-th of the calls there are
  // faults
  kill,   ///< a phone or server, without a word to anyone
  start,  ///< it again; a server has `kept` or `lost` its bindings
  link,   ///< net: FROM TO KEY=VALUE…: what that direction does to datagrams
  cut,    ///< net: WHO is unreachable
  block,  ///< net: FROM TO: nothing passes in that direction
  heal,   ///< net: everything is as at the start
  sleep,  ///< net: MS: time passes and nobody runs
  doom,   ///< net: NAME N: the actor with the N-th turn of those called NAME crashes
};

/// Something that happens at a time of its own, so that it can be left out without moving others.
struct Step {
  Instant at{};
  std::string who;  ///< a phone, "proxy", "net"
  Verb verb = Verb::lift;
  std::vector<std::string> words;
  friend bool operator==(const Step&, const Step&) = default;
};

/// "12.345 alice press 5 90".
[[nodiscard]] std::string to_line(const Step& step);
/// InvalidArgument says what was expected.
[[nodiscard]] absl::StatusOr<Step> read_step(std::string_view line);

/// The number that a word is; nullopt if it is none, or above a million.
[[nodiscard]] std::optional<std::uint32_t> number_in(std::string_view word);

}  // namespace offhook::sim::swarm
