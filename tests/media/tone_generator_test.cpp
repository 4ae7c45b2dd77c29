// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tone_generator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace offhook::media {
namespace {

using namespace std::chrono_literals;

std::vector<Sample> play(std::span<const ToneSegment> tone, std::chrono::milliseconds span) {
  ToneGenerator generator;
  generator.start(tone);
  std::vector<Sample> out(narrowband.frames_in(span));
  for (std::size_t at = 0; at < out.size(); at += samples_per_period)
    generator.mix_into(std::span(out).subspan(at, samples_per_period));
  return out;
}

/// Amplitude of one frequency (Goertzel).
double amplitude(std::span<const Sample> samples, double hz) {
  const double w = 2 * std::numbers::pi * hz / narrowband.hz;
  double s1 = 0;
  double s2 = 0;
  for (const Sample x : samples) {
    const double s = x + 2 * std::cos(w) * s1 - s2;
    s2 = s1;
    s1 = s;
  }
  const double power = s1 * s1 + s2 * s2 - 2 * std::cos(w) * s1 * s2;
  return 2 * std::sqrt(power) / static_cast<double>(samples.size());
}

double loudness(std::span<const Sample> samples) {
  double sum = 0;
  for (const Sample x : samples) sum += double(x) * x;
  return std::sqrt(sum / static_cast<double>(samples.size()));
}

/// The part from `from` to `to`.
std::span<const Sample> part(const std::vector<Sample>& samples, std::chrono::milliseconds from,
                             std::chrono::milliseconds to) {
  return std::span(samples).subspan(narrowband.frames_in(from), narrowband.frames_in(to - from));
}

TEST(ToneGenerator, PlaysBothFrequenciesOfADialTone) {
  const auto sound = play(tone_of("us", Tone::dial), 1s);
  EXPECT_NEAR(amplitude(sound, 350), 5080, 100);
  EXPECT_NEAR(amplitude(sound, 440), 5080, 100);
  EXPECT_LT(amplitude(sound, 395), 50);
  EXPECT_LT(amplitude(sound, 880), 50);
}

TEST(ToneGenerator, PlaysEachDigitWithItsOwnPair) {
  for (const char digit : std::string_view("0123456789*#ABCD")) {
    const auto tone = dtmf_tone(digit);
    const auto sound = play(tone, 100ms);
    for (const double hz : {697., 770., 852., 941., 1209., 1336., 1477., 1633.}) {
      const bool meant = hz == tone[0].frequencies[0] || hz == tone[0].frequencies[1];
      if (meant) {
        EXPECT_GT(amplitude(sound, hz), 4500) << digit << ' ' << hz;
      } else {
        EXPECT_LT(amplitude(sound, hz), 600) << digit << ' ' << hz;
      }
    }
  }
}

TEST(ToneGenerator, KeepsTheCadenceForAsLongAsItPlays) {
  const auto sound = play(tone_of("de", Tone::busy), 10s);  // 425 Hz, 480 ms on, 480 ms off
  for (auto at = 0ms; at + 960ms <= 10s; at += 960ms) {
    EXPECT_GT(loudness(part(sound, at + 5ms, at + 475ms)), 3000) << at.count();
    EXPECT_EQ(loudness(part(sound, at + 480ms, at + 960ms)), 0) << at.count();
  }
}

TEST(ToneGenerator, PlaysThePrefixOnceAndThenTheLoop) {
  const auto sound = play(tone_of("custom", Tone::dial_recall), 2s);  // three bursts, then steady
  for (const auto off : {100ms, 300ms, 500ms})
    EXPECT_EQ(loudness(part(sound, off, off + 100ms)), 0) << off.count();
  EXPECT_GT(loudness(part(sound, 605ms, 2s)), 3000);
}

TEST(ToneGenerator, EndsByItselfAfterASequenceThatIsPlayedOnce) {
  ToneGenerator generator;
  generator.start(tone_of("custom", Tone::info));  // three tones of 330 ms, then silence for ever
  std::vector<Sample> sound(narrowband.frames_in(980ms));
  generator.mix_into(sound);
  EXPECT_TRUE(generator.playing());
  EXPECT_NEAR(amplitude(part(sound, 340ms, 650ms), 1400), 5080, 200);
  generator.mix_into(std::span(sound).first(160));
  EXPECT_FALSE(generator.playing());
}

TEST(ToneGenerator, ModulatesTheDialToneOfIndia) {
  const auto sound = play(tone_of("in", Tone::dial), 2s);  // 400 Hz modulated by 25 Hz
  EXPECT_GT(amplitude(sound, 400), 2000);
  EXPECT_GT(amplitude(sound, 375), 800);
  EXPECT_GT(amplitude(sound, 425), 800);
}

TEST(ToneGenerator, DoesNotClickAtTheEdgesOfABeep) {
  const auto sound = play(tone_of("at", Tone::call_waiting), 100ms);  // 40 ms
  for (std::size_t i = 1; i < sound.size(); ++i)
    EXPECT_LT(std::abs(sound[i] - sound[i - 1]), 2000) << i;
  EXPECT_LT(std::abs(sound[narrowband.frames_in(40ms) - 1]), 500);
}

TEST(ToneGenerator, SaturatesInsteadOfWrapping) {
  ToneGenerator generator;
  generator.start(tone_of("us", Tone::dial));
  std::vector<Sample> loud(800, 32000);
  generator.mix_into(loud);
  EXPECT_GT(*std::ranges::min_element(loud), 20000);
}

}  // namespace
}  // namespace offhook::media
