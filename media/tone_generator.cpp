// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tone_generator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "media/mixer.hpp"

namespace offhook::media {
namespace {

constexpr std::size_t table_bits = 10;

/// One turn of a sine: 1024 points, read with linear interpolation.
const auto sine_table = [] {
  std::array<float, (1U << table_bits) + 1> table{};
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = static_cast<float>(
        std::sin(2 * std::numbers::pi * static_cast<double>(i) / (1U << table_bits)));
  return table;
}();

float sine(std::uint32_t phase) {
  const std::size_t index = phase >> (32 - table_bits);
  const float part = static_cast<float>(phase << table_bits) * (1.0F / 4294967296.0F);
  return sine_table[index] + (sine_table[index + 1] - sine_table[index]) * part;
}

/// -13 dBm0 for one frequency; a full-scale sine is +3.17 dBm0 (G.711 §5).
constexpr float level = 5080.0F;

/// Long enough not to click, short enough to keep a 40 ms beep.
constexpr std::chrono::milliseconds edge{2};

/// The ringer: two pitches in turn, twenty times a second, each with its own octave.
constexpr std::uint16_t ringer_low = 1067;
constexpr std::uint16_t ringer_high = 1333;
constexpr std::chrono::milliseconds warble{50};

}  // namespace

ToneGenerator::ToneGenerator(SampleRate rate) : rate_(rate) {}

void ToneGenerator::start(std::span<const ToneSegment> segments) noexcept {
  segments_ = segments;
  phase_ = {};
  modulation_phase_ = 0;
  if (!segments_.empty()) enter(0);
  if (playing() && silent_forever()) stop();
}

void ToneGenerator::enter(std::size_t segment) noexcept {
  const ToneSegment& now = segments_[segment];
  const auto step = [&](std::uint32_t hz) {
    return static_cast<std::uint32_t>((std::uint64_t{hz} << 32) / rate_.hz);
  };
  at_ = segment;
  played_ = 0;
  length_ = static_cast<std::uint32_t>(std::uint64_t{now.milliseconds} * rate_.hz / 1000);
  std::ranges::transform(now.frequencies, step_.begin(), step);
  modulation_step_ = step(now.modulation);
}

void ToneGenerator::next_segment() noexcept {
  std::size_t next = at_ + 1;
  if (next == segments_.size()) {
    const auto loop = std::ranges::find_if(segments_, &ToneSegment::repeats);
    if (loop == segments_.end()) return stop();
    next = static_cast<std::size_t>(loop - segments_.begin());
  }
  enter(next);
  if (silent_forever()) stop();
}

bool ToneGenerator::silent_forever() const noexcept {
  return length_ == 0 && segments_[at_].silent();
}

void ToneGenerator::mix_into(std::span<Sample> out) noexcept {
  for (Sample& sample : out) {
    if (!playing()) return;
    const ToneSegment& now = segments_[at_];
    if (!now.silent())
      sample = saturate(sample + static_cast<std::int32_t>(next_sample(now) * edge_gain()));
    ++played_;
    if (length_ != 0 && played_ >= length_) next_segment();
  }
}

float ToneGenerator::next_sample(const ToneSegment& segment) noexcept {
  if (segment.alerts) {
    const bool high = played_ / rate_.frames_in(warble) % 2 == 1;
    phase_[0] += static_cast<std::uint32_t>((std::uint64_t{high ? ringer_high : ringer_low} << 32) /
                                            rate_.hz);
    return level * (sine(phase_[0]) + 0.5F * sine(phase_[0] * 2));
  }
  float sum = 0;
  for (std::size_t i = 0; i < step_.size() && step_[i] != 0; ++i) {
    sum += sine(phase_[i]);
    phase_[i] += step_[i];
  }
  if (modulation_step_ != 0) {
    constexpr float depth = 0.9F;
    sum *= (1 + depth * sine(modulation_phase_)) / (1 + depth);
    modulation_phase_ += modulation_step_;
  }
  return level * sum;
}

float ToneGenerator::edge_gain() const noexcept {
  const std::uint32_t span = rate_.frames_in(edge);
  const std::uint32_t left = length_ == 0 ? span : length_ - played_;
  return static_cast<float>(std::min({played_, left, span})) / static_cast<float>(span);
}

}  // namespace offhook::media
