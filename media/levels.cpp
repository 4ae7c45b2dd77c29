// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/levels.hpp"

#include <algorithm>
#include <cmath>

#include "media/mixer.hpp"

namespace offhook::media {

Gain Gain::from_centibel(std::int32_t centibel) noexcept {
  Gain gain;
  if (centibel <= silent_centibel) {
    gain.factor_ = 0;
  } else if (centibel != 0) {
    const double decibel = std::min(centibel, most_centibel) / 100.0;
    gain.factor_ = static_cast<std::int32_t>(std::lround(one * std::pow(10.0, decibel / 20)));
  }
  return gain;
}

void Gain::apply(std::span<Sample> samples) const noexcept {
  if (is_unity()) return;
  for (Sample& sample : samples) sample = saturate(apply(std::int32_t{sample}));
}

}  // namespace offhook::media
