// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "media/units.hpp"

namespace offhook::media {

/// How much of what was said is in what was heard.
struct SoundMatch {
  double score = 0;      ///< 0 = something else or nothing, 1 = the same sound
  double coverage = 0;   ///< share of the spoken parts that `heard` was long enough to contain
  std::int64_t lag = 0;  ///< samples from the start of `heard` to the start of `said`; may be < 0
};

/// Finds `said` in `heard` and compares them. A constant delay, a gain and companding cost next to
/// nothing; missing pieces cost their share of the speech; silence and other sounds score near 0.
[[nodiscard]] SoundMatch match_sound(std::span<const Sample> said, std::span<const Sample> heard,
                                     SampleRate rate = narrowband);

}  // namespace offhook::media
