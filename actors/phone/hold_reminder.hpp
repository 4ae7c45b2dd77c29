// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "actors/phone/desk_state.hpp"
#include "actors/phone/sound_settings.hpp"

namespace offhook::phone {

/// What a person is reminded of by a beep.
enum class Reminder : std::uint8_t {
  none,
  ours,    ///< somebody waits whom we hold
  theirs,  ///< we are held
};

/// The one that is due: whoever is held in the call in hand hears that, else of those we hold.
[[nodiscard]] Reminder reminder_of(const DeskState& state, const HoldSettings& settings);

[[nodiscard]] const ReminderSettings& settings_of(Reminder reminder, const HoldSettings& settings);
/// The beep; nullopt for none.
[[nodiscard]] std::optional<media::Tone> tone_of(Reminder reminder);

}  // namespace offhook::phone
