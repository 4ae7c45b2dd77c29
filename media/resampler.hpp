// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "media/audio_device.hpp"
#include "media/realtime.hpp"
#include "media/units.hpp"

namespace offhook::media {

/// Changes the sample rate by a ratio of whole numbers: a polyphase FIR filter in 16-bit fixed
/// point, which passes up to 0.43 of the lower rate and takes 60 dB off what would be mirrored. Any
/// pair of rates of which a period is a whole number of samples. Memory is taken in the
/// constructor; delay is half the filter, `delay` seconds of input.
class Resampler {
 public:
  /// Rates of 1 Hz to `most_rate`.
  Resampler(SampleRate from, SampleRate to);
  static constexpr SampleRate most_rate{96000};

  /// One period: `in` at the one rate, `out` at the other, both of the same duration.
  OFFHOOK_REALTIME void process(std::span<const Sample> in, std::span<Sample> out) noexcept;

  /// Forgets what was before.
  OFFHOOK_REALTIME void reset() noexcept;
  /// Samples of the input that a sound is late by.
  [[nodiscard]] std::size_t delay() const { return taps_ / 2; }

 private:
  std::uint32_t up_;  ///< phases: the rates' ratio is up_ / down_ in lowest terms
  std::uint32_t down_;
  std::size_t taps_;                  ///< of each phase, in samples of the input
  std::vector<std::int16_t> filter_;  ///< phase by phase, newest sample last
  std::vector<Sample> history_;       ///< taps_ - 1 samples of before, then this period
  std::size_t period_ = 0;            ///< longest input that fits behind them
};

/// A device that runs at another rate, as one at the engine's. Its period is 10 ms.
class ResampledAudio final : public AudioDevice {
 public:
  ResampledAudio(std::unique_ptr<AudioDevice> device, SampleRate rate);
  void transfer(std::span<Sample> mic, std::span<const Sample> speaker) noexcept override;
  [[nodiscard]] bool needs_tick() const noexcept override { return device_->needs_tick(); }

 private:
  std::unique_ptr<AudioDevice> device_;
  Resampler to_device_;
  Resampler to_engine_;
  std::vector<Sample> mic_;
  std::vector<Sample> speaker_;
};

}  // namespace offhook::media
