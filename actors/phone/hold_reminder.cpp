// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/hold_reminder.hpp"

namespace offhook::phone {

Reminder reminder_of(const DeskState& state, const HoldSettings& settings) {
  const auto* call = state.focused();
  const bool held = call != nullptr && (call->state == call::CallState::held_remote ||
                                        call->state == call::CallState::held_both);
  if (held && settings.theirs.enabled) return Reminder::theirs;
  const bool holding = state.calls.first_held([](const auto&) { return true; }) != nullptr;
  return holding && settings.ours.enabled ? Reminder::ours : Reminder::none;
}

const ReminderSettings& settings_of(Reminder reminder, const HoldSettings& settings) {
  return reminder == Reminder::theirs ? settings.theirs : settings.ours;
}

std::optional<media::Tone> tone_of(Reminder reminder) {
  switch (reminder) {
    case Reminder::ours:
      return media::Tone::hold;
    case Reminder::theirs:
      return media::Tone::held;
    case Reminder::none:
      break;
  }
  return std::nullopt;
}

}  // namespace offhook::phone
