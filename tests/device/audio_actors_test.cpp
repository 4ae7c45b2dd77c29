// SPDX-License-Identifier: GPL-3.0-or-later
// Which endpoint the engine gets, and what the board is told about it.
#include <cerrno>

#include <gmock/gmock.h>

#include "actors/device/audio_path_actor.hpp"
#include "actors/device/dsp_actor.hpp"
#include "actors/device/handset_actor.hpp"
#include "tests/device/device_fixture.hpp"

namespace offhook::device {
namespace {

using hal::AudioEndpoint;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr hal::AudioFormat format{.rate_hz = 8000, .frames = 80};

class AudioPathActorTest : public DeviceTest {
 protected:
  void link() { route = spawn<AudioPathActor>(format, sound_engine()); }
  SoundEngine sound_engine() {
    return {.main =
                [this](std::shared_ptr<hal::BoardAudio> audio, bool rings) {
                  engine = std::move(audio);
                  main_rings = rings;
                  ++changes;
                },
            .beside =
                [this](std::size_t place, std::shared_ptr<hal::BoardAudio> audio, OutputUse use) {
                  beside.at(place) = std::move(audio);
                  uses.at(place) = use;
                },
            .levels = [this](const EngineLevels& told_levels) { levels = told_levels; }};
  }
  template <class Order>
  void order(const Order& message) {
    act::tell_anon(route, message);
    loop.run_for(0s);
  }
  offhook_sim_audio seen(AudioEndpoint endpoint) { return person().audio(endpoint); }

  AudioRoute route;
  std::shared_ptr<hal::BoardAudio> engine;
  std::array<std::shared_ptr<hal::BoardAudio>, 2> beside;
  std::array<OutputUse, 2> uses{};
  EngineLevels levels;
  bool main_rings = false;
  int changes = 0;
  ~AudioPathActorTest() override {
    route = nullptr;
    engine.reset();
    beside = {};
  }
};

TEST_F(AudioPathActorTest, GivesTheEngineTheEndpointOfThePath) {
  link();
  order(UseAudioPath{AudioPath::handset});

  ASSERT_NE(engine, nullptr);
  EXPECT_EQ(engine->format(), format);
  EXPECT_TRUE(seen(AudioEndpoint::handset).is_open);
  EXPECT_TRUE(seen(AudioEndpoint::handset).microphone_routed);
  order(UseAudioPath{AudioPath::none});
  EXPECT_EQ(engine, nullptr);
  EXPECT_FALSE(seen(AudioEndpoint::handset).is_open);
}

TEST_F(AudioPathActorTest, ChangesThePathDuringACall) {
  link();
  order(UseAudioPath{AudioPath::handset});
  order(UseAudioPath{AudioPath::speaker});
  order(UseAudioPath{AudioPath::speaker});

  EXPECT_EQ(changes, 2);
  EXPECT_FALSE(seen(AudioEndpoint::handset).is_open);
  EXPECT_TRUE(seen(AudioEndpoint::speaker).is_open);
  EXPECT_TRUE(seen(AudioEndpoint::speaker).speaker_routed);
  EXPECT_FALSE(seen(AudioEndpoint::handset).speaker_routed);
}

TEST_F(AudioPathActorTest, GivesAnEndpointAgainThatTheEngineStillHolds) {
  link();
  order(UseAudioPath{AudioPath::handset});
  const auto still_held = engine;
  order(UseAudioPath{AudioPath::speaker});
  order(UseAudioPath{AudioPath::handset});

  EXPECT_EQ(engine, still_held);
  EXPECT_THAT(take_told(), IsEmpty());
}

TEST_F(AudioPathActorTest, KeepsMuteOverAChangeOfPath) {
  link();
  order(SetPathMute{true});
  order(UseAudioPath{AudioPath::handset});
  order(UseAudioPath{AudioPath::headset});

  EXPECT_TRUE(seen(AudioEndpoint::headset).muted);
  order(SetPathMute{false});
  EXPECT_FALSE(seen(AudioEndpoint::headset).muted);
}

TEST_F(AudioPathActorTest, GoesOnInSilenceWithoutTheEndpoint) {
  use_board(R"({"audio": false})");
  link();
  order(UseAudioPath{AudioPath::handset});
  std::vector<std::int16_t> mic(80, 7);

  ASSERT_NE(engine, nullptr);
  EXPECT_EQ(engine->transfer(mic, {}), hal::BoardAudio::Result::ok);
  EXPECT_EQ(mic, std::vector<std::int16_t>(80, 0));
  EXPECT_THAT(take_told(), IsEmpty());
}

TEST_F(AudioPathActorTest, TellsOfSoundThatDoesNotOpen) {
  link();
  ASSERT_TRUE(person().set_fault(hal::Part::audio, EIO).ok());

  order(UseAudioPath{AudioPath::speaker});

  EXPECT_THAT(take_told(), ElementsAre(HasSubstr("audio failed: audio: open: EIO")));
  EXPECT_NE(engine, nullptr);
}

TEST_F(AudioPathActorTest, TakesTheRateOfTheBoardForTheSamePeriod) {
  use_board(R"({"rate_hz": 48000})");
  link();
  order(UseAudioPath{AudioPath::handset});

  EXPECT_THAT(take_told(), IsEmpty());
  EXPECT_EQ(engine->format(), (hal::AudioFormat{.rate_hz = 48000, .frames = 480}));
}

TEST_F(AudioPathActorTest, RefusesAPeriodThatIsNotTheEngines) {
  route = spawn<AudioPathActor>(hal::AudioFormat{.rate_hz = 11025, .frames = 111}, sound_engine());
  order(UseAudioPath{AudioPath::handset});

  EXPECT_THAT(take_told(), ElementsAre(HasSubstr("the board gives 80 samples at 8000 Hz")));
  EXPECT_FALSE(seen(AudioEndpoint::handset).is_open);
}

TEST_F(AudioPathActorTest, OpensTheLoudspeakerWhileItRings) {
  use_board(R"({"ringer": false, "route": false})");
  link();
  order(RingAloud{true});
  EXPECT_TRUE(seen(AudioEndpoint::speaker).is_open);
  EXPECT_EQ(uses[0], (OutputUse{.ring = true}));

  order(UseAudioPath{AudioPath::speaker});  // answered hands-free before the ring was told to end
  EXPECT_EQ(beside[0], nullptr);
  EXPECT_TRUE(main_rings);
  order(RingAloud{false});
  EXPECT_FALSE(main_rings);
  EXPECT_TRUE(seen(AudioEndpoint::speaker).is_open);
}

TEST_F(AudioPathActorTest, RingsInTheHeadsetOrBothIfSet) {
  use_board(R"({"ringer": false, "route": false})");
  link();
  order(SetRingOutput{RingOutput::both});
  order(RingAloud{true});
  EXPECT_NE(beside[0], nullptr);
  EXPECT_NE(beside[1], nullptr);
  order(SetRingOutput{RingOutput::headset});
  EXPECT_EQ(beside[0], nullptr);
  EXPECT_NE(beside[1], nullptr);
  order(RingAloud{false});
  EXPECT_EQ(beside[1], nullptr);
}

TEST_F(AudioPathActorTest, AddsTheLoudspeakerForGroupListening) {
  use_board(R"({"route": false})");
  link();
  order(UseAudioPath{AudioPath::handset, true});
  EXPECT_EQ(uses[0], (OutputUse{.talk = true}));
  EXPECT_NE(beside[0], nullptr);
  order(UseAudioPath{AudioPath::speaker, true});
  EXPECT_EQ(beside[0], nullptr);
  EXPECT_TRUE(seen(AudioEndpoint::speaker).is_open);
}

TEST_F(AudioPathActorTest, RoutesTheLoudspeakerWhereTheBoardSharesACodec) {
  link();
  order(UseAudioPath{AudioPath::handset, true});
  EXPECT_TRUE(seen(AudioEndpoint::handset).speaker_routed);
  EXPECT_TRUE(seen(AudioEndpoint::speaker).speaker_routed);
  EXPECT_FALSE(seen(AudioEndpoint::speaker).is_open);
  order(UseAudioPath{AudioPath::handset, false});
  EXPECT_FALSE(seen(AudioEndpoint::speaker).speaker_routed);
}

TEST_F(AudioPathActorTest, KeepsAVolumeForEachPath) {
  link();
  Volumes volumes;
  volumes.handset = {.speech = 10, .tone = 8};
  volumes.speaker.speech = 6;
  volumes.side_tone_centibel = -1500;
  order(SetVolumes{volumes});
  order(UseAudioPath{AudioPath::handset});
  EXPECT_EQ(seen(AudioEndpoint::handset).speaker_centibel, 400);  // as far as this card goes
  EXPECT_EQ(levels.speaker, 0);
  EXPECT_EQ(levels.tone, -600);  // the board makes everything louder, tones were to stay
  EXPECT_EQ(levels.side_tone, -2100);

  order(UseAudioPath{AudioPath::speaker});
  EXPECT_EQ(seen(AudioEndpoint::speaker).speaker_centibel, -400);
  EXPECT_EQ(levels.tone, 600);
  EXPECT_EQ(levels.side_tone, std::nullopt);
}

TEST_F(AudioPathActorTest, AnEndpointOutlivesItsActor) {
  link();
  order(UseAudioPath{AudioPath::handset});
  const auto held = engine;

  act::stop(route);
  loop.run_for(0s);
  std::vector<std::int16_t> mic(80, 7);

  EXPECT_EQ(engine, nullptr);
  EXPECT_EQ(held->transfer(mic, mic), hal::BoardAudio::Result::ok);
}

TEST_F(DeviceTest, TheHandsetTakesItsVolume) {
  const Handset handset = spawn<HandsetActor>();

  act::tell_anon(handset, SetHandsetVolume{-90});
  loop.run_for(0s);

  EXPECT_EQ(person().audio(AudioEndpoint::handset).speaker_centibel, -90);
}

using Asker = act::ref<act::result<void>(EnableDsp)>;
class AskerActor final : public act::actor<Asker> {
 public:
  AskerActor(caf::actor_config& config, Dsp dsp, DspState& answer)
      : actor(config), dsp_(std::move(dsp)), answer_(answer) {}
  behavior_type make_behavior() override {
    return {[this](const EnableDsp& order) {
      ask(dsp_, 1s, order)
          .then([this](const DspState& state) { answer_ = state; },
                [](const act::error&) { FAIL() << "it answers"; });
    }};
  }
  void on_exit() override { dsp_ = nullptr; }

 private:
  Dsp dsp_;
  DspState& answer_;
};

TEST_F(DeviceTest, TheBoardsSoundProcessingIsSwitchedOn) {
  use_board(R"({"dsp": true})");
  DspState answer;
  auto asker = loop.spawn<AskerActor>(spawn<DspActor>(), answer);

  act::tell_anon(asker, EnableDsp{AudioPath::speaker});
  loop.run_for(0s);

  EXPECT_EQ(answer.offered, 0xfu);
  EXPECT_EQ(answer.enabled, 0xfu);
  EXPECT_EQ(person().audio(AudioEndpoint::speaker).dsp_functions, 0xfu);
  act::stop(asker);
  asker = nullptr;
  loop.run_for(2s);
}

}  // namespace
}  // namespace offhook::device
