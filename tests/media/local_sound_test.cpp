// SPDX-License-Identifier: GPL-3.0-or-later
// The person's end: what each output plays, how loud, and what is sent.
#include <gtest/gtest.h>

#include "media/engine.hpp"
#include "spectrum.hpp"
#include "two_phones.hpp"

namespace offhook::media {
namespace {

using namespace std::chrono_literals;
using testing::amplitude_at;
using testing::last_second;

constexpr double loud = 4000;

/// One engine without streams, a main device and a loudspeaker.
struct Local : ::testing::Test {
  void run(std::chrono::milliseconds span) {
    for (auto passed = period; passed <= span; passed += period) engine.tick();
  }
  static double hears(const WavAudio& device, double hz) {
    return amplitude_at(last_second(device.recording().samples()), hz);
  }
  void use(bool main_rings, OutputSound beside) {
    engine.push(UseDevice{&ear, main_rings});
    engine.push(UseOutput{0, &speaker, beside});
  }

  Engine engine;
  std::vector<Sample> voice = testing::sine(1000, loud);
  WavAudio ear{voice, ClipPlayer::Repeat::forever, 30s};
  WavAudio speaker{{}, ClipPlayer::Repeat::once, 30s};
  static constexpr ToneSegment low[] = {{{500}}};
  static constexpr ToneSegment high[] = {{{800}}};
};

TEST_F(Local, PlaysAToneInTheEarAndTheRingWhereItRings) {
  use(false, {.ring = true});
  const auto ring = testing::sine(700, loud);
  engine.push(PlayTone{1, low});
  engine.push(PlayRing{{}, ring});
  run(1s);
  EXPECT_GT(hears(ear, 500), loud);
  EXPECT_LT(hears(ear, 700), 10);
  EXPECT_NEAR(hears(speaker, 700), loud, 10);
  EXPECT_LT(hears(speaker, 500), 10);

  engine.push(StopRing{});
  run(1s);
  EXPECT_LT(hears(speaker, 700), 10);
}

TEST_F(Local, GroupListeningPlaysTheTalkOnTheLoudspeakerToo) {
  use(false, {.talk = true});
  engine.push(PlayTone{1, low});
  run(1s);
  EXPECT_DOUBLE_EQ(hears(ear, 500), hears(speaker, 500));
  EXPECT_GT(hears(speaker, 500), loud);
}

TEST_F(Local, SoundsASignalOverALastingTone) {
  use(false, {});
  engine.push(PlayTone{1, low, ToneLayer::tone});
  engine.push(PlayTone{2, high, ToneLayer::signal});
  run(1s);
  EXPECT_GT(hears(ear, 500), loud);
  EXPECT_GT(hears(ear, 800), loud);
  engine.push(StopTone{ToneLayer::signal});
  run(1s);
  EXPECT_GT(hears(ear, 500), loud);
  EXPECT_LT(hears(ear, 800), 10);
}

TEST_F(Local, ScalesToneAndRingApart) {
  use(false, {.ring = true});
  const auto ring = testing::sine(700, loud);
  engine.push(PlayRing{{}, ring});
  engine.push(PlayTone{1, low});
  run(1s);
  const double tone = hears(ear, 500);
  engine.push(SetLevels{{.tone = -600, .ring = -1200, .side_tone = {}}});
  run(1s);
  EXPECT_NEAR(hears(ear, 500) / tone, 0.501, 0.005);
  EXPECT_NEAR(hears(speaker, 700) / loud, 0.251, 0.005);
  engine.push(SetLevels{{.tone = silent_centibel, .ring = silent_centibel - 1, .side_tone = {}}});
  run(1s);
  EXPECT_EQ(hears(ear, 500), 0);
  EXPECT_EQ(hears(speaker, 700), 0);
}

TEST_F(Local, ReturnsOnesOwnVoiceAsSideToneUnlessMuted) {
  use(false, {});
  engine.push(SetLevels{{.side_tone = -2000}});
  run(1010ms);
  EXPECT_NEAR(hears(ear, 1000), loud / 10, 5);
  engine.push(MuteMicrophone{true});
  run(1010ms);
  EXPECT_EQ(hears(ear, 1000), 0);
}

TEST_F(Local, KeepsMuteAndLevelsOverAChangeOfDevice) {
  use(false, {});
  engine.push(MuteMicrophone{true});
  engine.push(SetLevels{{.tone = silent_centibel, .side_tone = 0}});
  engine.push(UseDevice{&speaker});
  engine.push(UseOutput{0, nullptr, {}});
  engine.push(PlayTone{1, low});
  run(1s);
  EXPECT_EQ(hears(speaker, 500), 0);
  EXPECT_EQ(hears(speaker, 1000), 0);
}

TEST(MusicOnHold, IsHeardInPlaceOfTheMicrophoneAndEnds) {
  testing::PhonePair call;
  call.start_call();
  const auto music = testing::sine(600, loud);
  call.alice.control.configure(call.a.id, call.plan_to(call.b, Direction::sendonly));
  call.alice.control.connect(call.a.id, false);
  call.alice.control.play_clip(call.a.id, music, ClipPlayer::Repeat::forever);
  call.run(2s);
  const auto heard = [&](double hz) {
    return amplitude_at(last_second(call.bob.audio.recording().samples()), hz);
  };
  EXPECT_NEAR(heard(600), loud, loud / 20);

  call.alice.control.play_clip(call.a.id, {}, ClipPlayer::Repeat::once);
  call.run(2s);
  EXPECT_LT(heard(600), loud / 100);
}

TEST(CallWaiting, IsMixedIntoTheTalk) {
  testing::PhonePair call;
  call.start_call();
  const auto voice = testing::sine(1000, loud);
  WavAudio mouth(voice, ClipPlayer::Repeat::forever, 10s);
  WavAudio ear({}, ClipPlayer::Repeat::once, 10s);
  call.bob.control.set_device(&mouth);
  call.alice.control.set_device(&ear);
  call.run(1s);
  call.alice.control.play_tone("us", Tone::call_waiting);
  call.run(200ms);
  const auto heard = ear.recording().samples().last(1600);
  EXPECT_NEAR(amplitude_at(heard, 1000), loud, loud / 10);
  EXPECT_GT(amplitude_at(heard, 440), loud / 2);
}

TEST(EngineEvents, AreCountedWhenNobodyCollectsThem) {
  Engine engine;
  NullAudio one, two;
  for (int i = 0; i < 1100; ++i) {
    engine.push(UseDevice{i % 2 == 0 ? &one : &two});
    engine.tick();
  }
  EXPECT_GT(engine.events_lost(), 0U);
  EXPECT_EQ(engine.orders_obeyed(), 1100U);
}

}  // namespace
}  // namespace offhook::media
