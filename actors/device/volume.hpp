// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "actors/device/audio_path.hpp"

namespace offhook::device {

/// A step of a volume key, 0 to 15.
using VolumeStep = std::uint8_t;
inline constexpr VolumeStep most_volume = 15;
inline constexpr VolumeStep nominal_volume = 8;

/// Speech and tones of one path.
struct PathVolume {
  VolumeStep speech = nominal_volume;
  VolumeStep tone = nominal_volume;
  friend bool operator==(PathVolume, PathVolume) = default;
};

/// Every volume of the phone. Each path keeps its own, so that a loud hands-free call does not
/// shout from the handset afterwards.
struct Volumes {
  PathVolume handset;
  PathVolume headset;
  PathVolume speaker;
  VolumeStep ring = nominal_volume;
  /// One's own voice in handset and headset, in hundredths of a decibel below what is said; nullopt
  /// for boards that do it themselves, and for none. Never on the loudspeaker, where it would howl.
  std::optional<std::int32_t> side_tone_centibel;
  friend bool operator==(const Volumes&, const Volumes&) = default;
};

/// Those of `path`; nominal for none.
[[nodiscard]] PathVolume volume_of(const Volumes& volumes, AudioPath path);

/// 3 dB a step around the nominal one. Speech stays audible at step 0; what signals (tones, ring)
/// is silent there.
[[nodiscard]] std::int32_t speech_centibel(VolumeStep step);
[[nodiscard]] std::int32_t signal_centibel(VolumeStep step);

/// What the engine scales by itself, in hundredths of a decibel: the wanted volumes less what the
/// board already does. `tone` and `ring` are below -9000 when silent.
struct EngineLevels {
  std::int32_t speaker = 0;
  std::int32_t tone = 0;
  std::int32_t ring = 0;
  std::optional<std::int32_t> side_tone;
  friend bool operator==(const EngineLevels&, const EngineLevels&) = default;
};

/// `board_gain`: the path's speaker is already set to it (0 if the board cannot); `ring_gain` the
/// same for the endpoint that rings.
struct BoardGains {
  std::int32_t path = 0;
  std::int32_t ring = 0;
};
[[nodiscard]] EngineLevels engine_levels(const Volumes& volumes, AudioPath path,
                                         const BoardGains& board);

}  // namespace offhook::device
