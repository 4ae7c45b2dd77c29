// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "media/realtime.hpp"
#include "media/units.hpp"

namespace offhook::media {

/// Two tones may sound at once: what lasts (dial tone, ring-back, a reminder), and over it what is
/// short (a key, a beep).
enum class ToneLayer : std::uint8_t { tone, signal };

/// How loud, in hundredths of a decibel: 0 leaves the samples as they are. Everything below
/// `silent_centibel` is silence.
struct Levels {
  std::int32_t speaker = 0;     ///< what the far ends say
  std::int32_t microphone = 0;  ///< what is sent
  std::int32_t tone = 0;        ///< both layers
  std::int32_t ring = 0;
  std::optional<std::int32_t> side_tone;  ///< one's own voice in one's ear; nullopt: none
  friend bool operator==(const Levels&, const Levels&) = default;
};
inline constexpr std::int32_t silent_centibel = -9000;
inline constexpr std::int32_t most_centibel = 2400;

/// What an output besides the main one plays.
struct OutputSound {
  bool talk = false;  ///< what the ear hears: far ends and tones, for group listening
  bool ring = false;
  friend bool operator==(OutputSound, OutputSound) = default;
};
inline constexpr std::uint8_t most_outputs = 2;

/// A gain as a fixed-point factor. Made on the control side or when an order comes, used in the
/// tick.
class Gain {
 public:
  constexpr Gain() = default;
  /// Clamped to `silent_centibel`..`most_centibel`.
  static Gain from_centibel(std::int32_t centibel) noexcept;

  [[nodiscard]] constexpr bool is_unity() const noexcept { return factor_ == one; }
  /// Not saturated.
  [[nodiscard]] OFFHOOK_REALTIME constexpr std::int32_t apply(std::int32_t value) const noexcept {
    return static_cast<std::int32_t>((std::int64_t{value} * factor_) >> fraction_bits);
  }
  /// Scales in place, saturating.
  OFFHOOK_REALTIME void apply(std::span<Sample> samples) const noexcept;

 private:
  static constexpr int fraction_bits = 16;
  static constexpr std::int32_t one = 1 << fraction_bits;
  std::int32_t factor_ = one;
};

}  // namespace offhook::media
