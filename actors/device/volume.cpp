// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/volume.hpp"

#include <algorithm>

namespace offhook::device {
namespace {

constexpr std::int32_t centibel_a_step = 300;
constexpr std::int32_t silent = -10000;

std::int32_t around_nominal(VolumeStep step) {
  return (std::int32_t{std::min(step, most_volume)} - nominal_volume) * centibel_a_step;
}

/// Silence stays silence whatever the board adds.
std::int32_t less(std::int32_t wanted, std::int32_t board) {
  return wanted <= silent ? silent : wanted - board;
}

}  // namespace

PathVolume volume_of(const Volumes& volumes, AudioPath path) {
  switch (path) {
    case AudioPath::handset:
      return volumes.handset;
    case AudioPath::headset:
      return volumes.headset;
    case AudioPath::speaker:
      return volumes.speaker;
    case AudioPath::none:
      break;
  }
  return {};
}

std::int32_t speech_centibel(VolumeStep step) { return around_nominal(step); }

std::int32_t signal_centibel(VolumeStep step) { return step == 0 ? silent : around_nominal(step); }

EngineLevels engine_levels(const Volumes& volumes, AudioPath path, const BoardGains& board) {
  const PathVolume volume = volume_of(volumes, path);
  EngineLevels levels;
  levels.speaker = less(speech_centibel(volume.speech), board.path);
  levels.tone = less(signal_centibel(volume.tone), board.path);
  levels.ring = less(signal_centibel(volumes.ring), board.ring);
  if (path == AudioPath::handset || path == AudioPath::headset)
    if (volumes.side_tone_centibel) levels.side_tone = *volumes.side_tone_centibel - board.path;
  return levels;
}

}  // namespace offhook::device
