// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/volume.hpp"

#include <gtest/gtest.h>

#include "actors/device/audio_outputs.hpp"

namespace offhook::device {
namespace {

using enum hal::AudioEndpoint;

TEST(Volume, IsThreeDecibelAStepAroundTheNominal) {
  EXPECT_EQ(speech_centibel(nominal_volume), 0);
  EXPECT_EQ(speech_centibel(9), 300);
  EXPECT_EQ(speech_centibel(0), -2400);
  EXPECT_EQ(speech_centibel(99), speech_centibel(most_volume));
}

TEST(Volume, SilencesSignalsButNotSpeechAtZero) {
  EXPECT_LT(signal_centibel(0), -9000);
  EXPECT_GT(speech_centibel(0), -9000);
  EXPECT_EQ(signal_centibel(7), -300);
}

TEST(Volume, LeavesToTheEngineWhatTheBoardDoesNot) {
  Volumes volumes;
  volumes.handset = {.speech = 10, .tone = 5};
  volumes.ring = 0;
  EXPECT_EQ(engine_levels(volumes, AudioPath::handset, {}),
            (EngineLevels{.speaker = 600, .tone = -900, .ring = -10000, .side_tone = {}}));
  EXPECT_EQ(engine_levels(volumes, AudioPath::handset, {.path = 600, .ring = 600}),
            (EngineLevels{.speaker = 0, .tone = -1500, .ring = -10000, .side_tone = {}}));
}

TEST(Volume, GivesNoSideToneOnTheLoudspeaker) {
  Volumes volumes;
  volumes.side_tone_centibel = -1800;
  EXPECT_EQ(engine_levels(volumes, AudioPath::headset, {}).side_tone, -1800);
  EXPECT_EQ(engine_levels(volumes, AudioPath::speaker, {}).side_tone, std::nullopt);
  EXPECT_EQ(engine_levels(volumes, AudioPath::none, {}).side_tone, std::nullopt);
}

OutputWish wish(AudioPath path) { return {.path = path, .present = {handset, headset, speaker}}; }

TEST(AudioOutputs, AreThePathAloneMostOfTheTime) {
  const auto plan = plan_outputs(wish(AudioPath::headset));
  EXPECT_EQ(plan.main, headset);
  EXPECT_EQ(plan.beside, (OutputPlan{}.beside));
}

TEST(AudioOutputs, GroupListeningAddsTheLoudspeakerToAnEarOnly) {
  for (const auto path : {AudioPath::handset, AudioPath::headset}) {
    auto w = wish(path);
    w.group_listening = true;
    EXPECT_EQ(plan_outputs(w).beside[0], (OutputUse{.talk = true}));
  }
  auto w = wish(AudioPath::speaker);
  w.group_listening = true;
  EXPECT_EQ(plan_outputs(w).beside[0], std::nullopt);
}

TEST(AudioOutputs, RingWhereTheyAreToldOrWhereThereIsASpeaker) {
  auto w = wish(AudioPath::none);
  w.ringing = true;
  EXPECT_EQ(plan_outputs(w).beside[0], (OutputUse{.ring = true}));
  w.ring_output = RingOutput::headset;
  EXPECT_EQ(plan_outputs(w).beside[0], std::nullopt);
  EXPECT_EQ(plan_outputs(w).beside[1], (OutputUse{.ring = true}));
  w.present.erase(headset);
  EXPECT_EQ(plan_outputs(w).beside[0], (OutputUse{.ring = true}));
}

TEST(AudioOutputs, OpenOneEndpointWhereTheCodecIsShared) {
  auto w = wish(AudioPath::none);
  w.shared_codec = w.ringing = true;
  w.ring_output = RingOutput::both;
  const auto rings = plan_outputs(w);
  EXPECT_EQ(rings.routed_to, (std::set{headset, speaker}));
  EXPECT_EQ(rings.beside[0].has_value() + rings.beside[1].has_value(), 1);

  w.path = AudioPath::handset;
  const auto talks = plan_outputs(w);
  EXPECT_EQ(talks.main, handset);
  EXPECT_TRUE(talks.main_rings);
  EXPECT_EQ(talks.beside, (OutputPlan{}.beside));
}

}  // namespace
}  // namespace offhook::device
