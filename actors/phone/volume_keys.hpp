// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/phone/desk_state.hpp"

namespace offhook::phone {

/// A volume key turns what sounds now: the ring while the phone lies there or rings, the speech of
/// the path in a call, and the path's tones before there is one. False where it cannot go further.
bool turn_volume(DeskState& state, bool louder);

/// What a volume key would turn and where that stands: "ring", "handset", "speaker_tone".
struct VolumeShown {
  std::string kind;
  device::VolumeStep level = 0;
};
[[nodiscard]] VolumeShown volume_shown(const DeskState& state);

}  // namespace offhook::phone
