// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace offhook::device {

/// How a ringer rings: sounding and silent times in turn, then from the beginning.
struct RingCadence {
  /// Even places sound, odd places are silent; at least one of each.
  std::array<std::chrono::milliseconds, 6> steps{};
  std::uint8_t count = 0;
  friend bool operator==(const RingCadence&, const RingCadence&) = default;
};

/// 2 s on, 4 s off: the cadence of the North American network.
inline constexpr RingCadence default_ring_cadence{
    {std::chrono::milliseconds{2000}, std::chrono::milliseconds{4000}}, 2};

/// The cadence of a country by its ISO 3166 code in small letters ("gb"); the default for one we
/// do not know.
RingCadence ring_cadence(std::string_view country);

/// Distinctive ringing patterns 1 to 5 of the North American network (Bellcore-dr1 to
/// Bellcore-dr5); the default for any other number.
RingCadence bellcore_cadence(std::uint32_t number);

}  // namespace offhook::device
