// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "actors/device/led_policy.hpp"
#include "actors/phone/desk.hpp"
#include "actors/phone/pages.hpp"

namespace offhook::phone {

/// All that a person sees and hears at one moment.
struct Presentation {
  std::optional<media::Tone> tone;  ///< in the ear
  bool ringing = false;             ///< the ringer
  bool splash = false;              ///< one short ring: somebody whom we watch is called
  device::AudioPath path = device::AudioPath::none;
  bool muted = false;
  bool group_listening = false;
  device::Volumes volumes;
  std::string paging;             ///< the group that is spoken to; "" for none
  std::set<std::string> audible;  ///< the calls that are heard
  std::map<device::LedId, device::LedPattern> leds;
  DisplayInfo page;
};

/// What follows from the state of the desk. Pure, and the only place where it is decided.
[[nodiscard]] Presentation present(const DeskState& state, const PageContext& context);

[[nodiscard]] LedInfo led_info(device::LedId led, device::LedPattern pattern);

}  // namespace offhook::phone
