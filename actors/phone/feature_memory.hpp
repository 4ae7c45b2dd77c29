// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "actors/device/volume.hpp"
#include "actors/phone/features.hpp"
#include "actors/phone/sound_settings.hpp"

namespace offhook::phone {

/// Names of the small facts that a phone keeps (KeepValue).
namespace memory {
inline constexpr std::string_view switches = "switches";
inline constexpr std::string_view switches_in_settings = "switches_in_settings";
inline constexpr std::string_view last_dialled = "last_dialled";
inline constexpr std::string_view volumes = "volumes";
inline constexpr std::string_view volumes_in_settings = "volumes_in_settings";
inline constexpr std::string_view locked = "locked";
inline constexpr std::string_view ring = "ring";
inline constexpr std::string_view ring_in_settings = "ring_in_settings";
inline constexpr std::string_view privacy = "privacy";
inline constexpr std::string_view privacy_in_settings = "privacy_in_settings";
inline constexpr std::string_view wrong_pins = "wrong_pins";
inline constexpr std::string_view unseen = "unseen_missed_calls";
}  // namespace memory

/// The switches as JSON: forwards and do not disturb, of the phone and of its accounts.
[[nodiscard]] std::string switches_text(const Features& features);

/// The switches as somebody left them before the restart. What the settings file says counts if it
/// has been changed since (`values` holds what it said then), and if the text cannot be read.
void recall_switches(Features& features, const std::map<std::string, std::string>& values);

/// The volumes as numbers: speech and tones of handset, headset and speaker, and the ring.
[[nodiscard]] std::string volumes_text(const device::Volumes& volumes);
/// As they were left, under the same conditions.
void recall_volumes(device::Volumes& volumes, const std::map<std::string, std::string>& values);

/// The usual ring as a number; 0 is the sound of one's own that the settings name.
[[nodiscard]] std::string ring_text(const RingSound& ring);
/// As it was chosen, under the same conditions.
void recall_ring(RingSound& ring, const std::map<std::string, std::string>& values);

/// Which accounts withhold who they are, and which refuse callers who do.
[[nodiscard]] std::string privacy_text(const Features& features);
/// As it was left, under the same conditions, for the accounts that there still are.
void recall_privacy(Features& features, const std::map<std::string, std::string>& values);

}  // namespace offhook::phone
