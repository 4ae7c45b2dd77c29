// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "actors/device/volume.hpp"
#include "actors/phone/features.hpp"

namespace offhook::phone {

/// Names of the small facts that a phone keeps (KeepValue).
namespace memory {
inline constexpr std::string_view switches = "switches";
inline constexpr std::string_view switches_in_settings = "switches_in_settings";
inline constexpr std::string_view last_dialled = "last_dialled";
inline constexpr std::string_view volumes = "volumes";
inline constexpr std::string_view volumes_in_settings = "volumes_in_settings";
inline constexpr std::string_view locked = "locked";
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

}  // namespace offhook::phone
