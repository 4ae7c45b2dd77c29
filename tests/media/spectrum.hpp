// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "media/units.hpp"

namespace offhook::media::testing {

/// Amplitude of one frequency in `samples`: that of a pure sine comes out as it went in.
inline double amplitude_at(std::span<const Sample> samples, double hz,
                           SampleRate rate = narrowband) {
  double re = 0;
  double im = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double angle = 2 * std::numbers::pi * hz * static_cast<double>(i) / rate.hz;
    re += samples[i] * std::cos(angle);
    im += samples[i] * std::sin(angle);
  }
  return samples.empty() ? 0 : 2 * std::hypot(re, im) / static_cast<double>(samples.size());
}

/// One second of a sine that loops without a seam.
inline std::vector<Sample> sine(int hz, double amplitude, SampleRate rate = narrowband) {
  std::vector<Sample> samples(rate.hz);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<Sample>(std::lround(
        amplitude * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate.hz)));
  return samples;
}

/// The last second of what was recorded.
inline std::span<const Sample> last_second(std::span<const Sample> samples,
                                           SampleRate rate = narrowband) {
  return samples.size() < rate.hz ? samples : samples.last(rate.hz);
}

}  // namespace offhook::media::testing
