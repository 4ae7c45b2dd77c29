// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/sound_match.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "actors/base/random_source.hpp"
#include "media/clips.hpp"
#include "media/codec/g711.hpp"

namespace offhook::media {
namespace {

using Sound = std::vector<Sample>;

Sound delayed(std::span<const Sample> said, std::size_t by, std::size_t tail = 0) {
  Sound heard(by);
  heard.insert(heard.end(), said.begin(), said.end());
  heard.resize(heard.size() + tail);
  return heard;
}

Sound noise(std::size_t length, int amplitude) {
  SeededRandom random(7);
  Sound sound(length);
  for (Sample& s : sound)
    s = static_cast<Sample>(
        static_cast<int>(random.next() % static_cast<std::uint64_t>(2 * amplitude)) - amplitude);
  return sound;
}

TEST(SoundMatch, IsPerfectForTheSameSound) {
  const auto match = match_sound(clip("alice"), clip("alice"));
  EXPECT_NEAR(match.score, 1, 1e-9);
  EXPECT_EQ(match.lag, 0);
  EXPECT_EQ(match.coverage, 1);
}

TEST(SoundMatch, FindsADelayToTheSample) {
  for (const std::size_t delay : {1U, 79U, 487U, 16013U}) {
    const auto match = match_sound(clip("bob"), delayed(clip("bob"), delay, 8000));
    EXPECT_EQ(match.lag, static_cast<std::int64_t>(delay));
    EXPECT_GT(match.score, 0.999);
  }
}

TEST(SoundMatch, FindsASoundWhoseBeginningIsMissing) {
  const auto said = clip("alice");
  const auto match = match_sound(said, said.subspan(8123));
  EXPECT_EQ(match.lag, -8123);
  EXPECT_GT(match.score, 0.999);
  EXPECT_LT(match.coverage, 0.85);
}

TEST(SoundMatch, ForgivesCompandingAndGain) {
  Sound heard = delayed(clip("alice"), 333);
  for (Sample& s : heard)
    s = g711::decode(Codec::pcmu, g711::encode(Codec::pcmu, static_cast<Sample>(s / 3)));
  const auto match = match_sound(clip("alice"), heard);
  EXPECT_EQ(match.lag, 333);
  EXPECT_GT(match.score, 0.98);
}

TEST(SoundMatch, ChargesEachGapItsShare) {
  Sound heard = delayed(clip("alice"), 400);
  for (std::size_t i = 0; i < heard.size(); ++i)
    if (i / 160 % 10 < 3) heard[i] = 0;  // 30 % gone
  const auto match = match_sound(clip("alice"), heard);
  EXPECT_EQ(match.lag, 400);
  EXPECT_NEAR(match.score, 0.7, 0.08);
}

TEST(SoundMatch, IsLowForNoiseAndForAnotherVoice) {
  EXPECT_LT(match_sound(clip("alice"), noise(40000, 8000)).score, 0.25);
  EXPECT_LT(match_sound(clip("alice"), delayed(clip("bob"), 500, 9000)).score, 0.35);
}

TEST(SoundMatch, IsZeroForSilence) {
  EXPECT_EQ(match_sound(clip("alice"), Sound(40000)).score, 0);
  EXPECT_EQ(match_sound(clip("alice"), {}).score, 0);
  EXPECT_EQ(match_sound(Sound(8000), clip("alice")).score, 0);
}

TEST(SoundMatch, HearsThroughNoiseWithALowerScore) {
  Sound heard = delayed(clip("alice"), 1600);
  const Sound hiss = noise(heard.size(), 1500);
  for (std::size_t i = 0; i < heard.size(); ++i)
    heard[i] = static_cast<Sample>(heard[i] / 2 + hiss[i]);
  const auto match = match_sound(clip("alice"), heard);
  EXPECT_EQ(match.lag, 1600);
  EXPECT_GT(match.score, 0.5);
  EXPECT_LT(match.score, 0.95);
}

}  // namespace
}  // namespace offhook::media
