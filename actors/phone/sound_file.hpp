// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/base/status.hpp"
#include "actors/phone/sound_settings.hpp"

namespace offhook::phone {

/// "clip:alice" and "clip:bob" are built in; anything else is a WAV file, 8 kHz mono. Errors say
/// what is wrong with it. Reads the file: for the start only.
[[nodiscard]] absl::StatusOr<SoundFile> load_sound(const std::string& name);

}  // namespace offhook::phone
