// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/resampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "actors/base/status.hpp"

namespace offhook::media {
namespace {

/// Zero crossings of the filter on each side, at the lower of the two rates.
constexpr std::size_t half_width = 24;
constexpr int fraction_bits = 15;
/// The edge of the pass band as a part of half the lower rate.
constexpr double pass = 0.93;

/// Modified Bessel function of the first kind, order 0: of the Kaiser window.
double bessel(double x) {
  double sum = 1;
  double term = 1;
  for (int k = 1; k < 40; ++k) {
    term *= x / (2 * k) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

/// Kaiser window of about 65 dB at `x` in -1..1.
double window(double x) {
  constexpr double beta = 6.2;
  return std::abs(x) >= 1 ? 0 : bessel(beta * std::sqrt(1 - x * x)) / bessel(beta);
}

double sinc(double x) {
  return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

}  // namespace

Resampler::Resampler(SampleRate from, SampleRate to) {
  OFFHOOK_CHECK(from.hz > 0 && to.hz > 0 && from <= most_rate && to <= most_rate);
  const std::uint32_t divisor = std::gcd(from.hz, to.hz);
  up_ = to.hz / divisor;
  down_ = from.hz / divisor;
  // Downwards the filter is as many times longer as the rates differ.
  const double stretch = std::max(1.0, static_cast<double>(from.hz) / to.hz);
  const auto half = static_cast<std::size_t>(std::ceil(half_width * stretch));
  taps_ = 2 * half;
  filter_.resize(taps_ * up_);
  for (std::uint32_t phase = 0; phase < up_; ++phase) {
    std::vector<double> row(taps_);
    for (std::size_t tap = 0; tap < taps_; ++tap) {
      // Distance of this input sample from the output's place, in samples of the input.
      const double at = static_cast<double>(tap) - static_cast<double>(half - 1) -
                        static_cast<double>(phase) / up_;
      row[tap] = sinc(at * pass / stretch) * window(at / static_cast<double>(half));
    }
    // Each phase passes a constant unchanged, or the phases would be heard as a tone.
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    for (std::size_t tap = 0; tap < taps_; ++tap)
      filter_[phase * taps_ + tap] = static_cast<std::int16_t>(
          std::clamp(std::lround(row[tap] / sum * (1 << fraction_bits)), -32768L, 32767L));
  }
  period_ = from.frames_in(std::chrono::milliseconds{100});
  history_.resize(taps_ - 1 + period_);
}

void Resampler::reset() noexcept { std::ranges::fill(history_, Sample{0}); }

void Resampler::process(std::span<const Sample> in, std::span<Sample> out) noexcept {
  const std::size_t length = std::min(in.size(), period_);
  const auto fresh = history_.begin() + static_cast<std::ptrdiff_t>(taps_ - 1);
  std::copy_n(in.begin(), length, fresh);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::size_t place = i * down_;
    const std::size_t first = std::min(place / up_, length == 0 ? 0 : length - 1);
    const std::int16_t* const filter = &filter_[place % up_ * taps_];
    const Sample* const samples = &history_[first];
    std::int64_t sum = 1 << (fraction_bits - 1);  // rounds
    for (std::size_t tap = 0; tap < taps_; ++tap) sum += std::int32_t{filter[tap]} * samples[tap];
    out[i] = static_cast<Sample>(std::clamp<std::int64_t>(sum >> fraction_bits, -32768, 32767));
  }
  std::copy_n(history_.begin() + static_cast<std::ptrdiff_t>(length), taps_ - 1, history_.begin());
}

ResampledAudio::ResampledAudio(std::unique_ptr<AudioDevice> device, SampleRate rate)
    : device_(std::move(device)),
      to_device_(narrowband, rate),
      to_engine_(rate, narrowband),
      mic_(rate.frames_in(period)),
      speaker_(rate.frames_in(period)) {}

void ResampledAudio::transfer(std::span<Sample> mic, std::span<const Sample> speaker) noexcept {
  to_device_.process(speaker, speaker_);
  device_->transfer(mic_, speaker_);
  to_engine_.process(mic_, mic);
}

}  // namespace offhook::media
