// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/device/ring_cadence.hpp"

namespace offhook::device {

/// Rings that can be asked for: 1 to 8 are built in, 9 is silence, 10 a single splash.
inline constexpr std::uint32_t silent_ring = 9;
inline constexpr std::uint32_t splash_ring = 10;

/// An info text of ours to ring differently by: "alert-internal" rings 2.
struct AlertText {
  std::string text;  ///< compared without case, as a whole
  std::uint32_t ring = 1;
};

/// How one call rings.
struct RingChoice {
  std::uint32_t ring = 1;
  std::optional<RingCadence> cadence;  ///< nullopt: the country's
  std::string url;                     ///< of a sound to fetch and play in place of it; "" for none
  friend bool operator==(const RingChoice&, const RingChoice&) = default;
};

/// Reads the value of Alert-Info (RFC 3261 §20.4): `<http://…>` with a path names a sound; the
/// keywords Bellcore-drN, ringtone-N and MyMelodyN (N 1 to 10, any other is 1) and our own info
/// texts name a ring. A URL wins over a text or keyword, those over MyMelody. The ring that stands
/// beside a URL is for when the sound cannot be had. Nullopt: nothing here changes the ring, so
/// also for the keywords of automatic answering. Without `take_urls` a URL says nothing.
[[nodiscard]] std::optional<RingChoice> ring_choice(std::string_view alert_info,
                                                    const std::vector<AlertText>& texts,
                                                    bool take_urls = true);

}  // namespace offhook::device
