// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

namespace offhook::media {

/// The call-progress tones of `data/tones.csv`, and the phone's own signals below them.
enum class Tone : std::uint8_t {
  dial,
  secondary_dial,
  ringback,
  busy,
  congestion,
  call_waiting,
  dial_recall,
  record,
  info,  ///< special information tone
  stutter,
  ringer,  ///< the alerting sound in the country's cadence
  hold,    ///< a call of mine is on hold: one short beep
  held,    ///< I am held: another
  auto_answer,
  message,       ///< messages wait
  howler,        ///< the handset lies beside the cradle
  intercom,      ///< a call is about to answer by itself: in the called person's ear
  confirmation,  ///< done
  error,         ///< not possible
  key_click,
  special_dial,  ///< the dial tone while calls are sent on or refused
  unobtainable,  ///< there is no such number
};

inline constexpr std::size_t number_of_tones = static_cast<std::size_t>(Tone::unobtainable) + 1;

/// One stretch of a tone: up to four frequencies summed, or silence.
struct ToneSegment {
  std::array<std::uint16_t, 4> frequencies{};  ///< Hz, 0 = unused; all 0 = silence
  std::uint16_t modulation = 0;    ///< Hz: the first frequency is amplitude-modulated by this one
  bool repeats = true;             ///< part of the loop; otherwise played once before it
  bool alerts = false;             ///< the ringer's own sound instead of frequencies
  std::uint32_t milliseconds = 0;  ///< 0 = until stopped

  [[nodiscard]] constexpr bool silent() const { return frequencies[0] == 0 && !alerts; }
  friend bool operator==(const ToneSegment&, const ToneSegment&) = default;
};

/// A tone of a country by ISO 3166-1 alpha-2 code ("de", "us") or "custom", any case. What the
/// country leaves open, or an unknown country, comes from "custom". Never empty.
[[nodiscard]] std::span<const ToneSegment> tone_of(std::string_view country, Tone tone);

/// Every country code of the table, sorted.
[[nodiscard]] std::span<const std::string_view> tone_countries();

/// "busy" for `Tone::busy`: the name used in `tones.csv`, in the API and in traces.
[[nodiscard]] std::string_view name_of(Tone tone);

/// Built-in rings as a board's ringer numbers them.
inline constexpr std::uint32_t most_rings = 8;
/// Ring `number`, 1 to `most_rings`; any other number is 1. Sounds until stopped: the cadence comes
/// from whoever starts and stops it.
[[nodiscard]] std::span<const ToneSegment> ring_of(std::uint32_t number);

/// The two frequencies of a DTMF digit as a tone of 100 ms (ITU-T Q.23). Empty if not a digit.
[[nodiscard]] std::span<const ToneSegment> dtmf_tone(char digit);

}  // namespace offhook::media
