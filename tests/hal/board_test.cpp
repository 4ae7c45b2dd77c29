// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/board.hpp"

#include <numeric>

#include <gmock/gmock.h>

#include "tests/support/sim_board.hpp"

namespace offhook::hal {
namespace {

using namespace std::chrono_literals;
using test::SimBoard;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr Rgb red{0xff0000};
constexpr Rgb green{0x00ff00};

TEST(SimulatedBoard, SaysWhatItHas) {
  SimBoard sim(R"({"line_keys": 2, "soft_keys": 3, "dss_keys": 0})");

  EXPECT_TRUE(sim->keypad().has(dial_key('#')));
  EXPECT_TRUE(sim->keypad().has({OFFHOOK_KEY_TRANSFER}));
  EXPECT_FALSE(sim->keypad().has(line_key(3)));
  EXPECT_EQ(sim->keypad().count(line_key), 2u);
  EXPECT_EQ(sim->keypad().count(soft_key), 3u);
  EXPECT_EQ(sim->keypad().count(dss_key), 0u);
  EXPECT_TRUE(sim->leds().has(line_led(2)));
  EXPECT_FALSE(sim->leds().has(line_led(3)));
  EXPECT_EQ(sim->display().size(), (DisplaySize{.columns = 32, .rows = 6, .soft_keys = 3}));
}

TEST(SimulatedBoard, NamesTheSettingItRefuses) {
  const auto refusal = [](const std::string& config) {
    SimBoard sim(config);
    EXPECT_EQ(sim.failure.code(), absl::StatusCode::kInvalidArgument) << config;
    return sim.log.empty() ? "" : sim.log.front();
  };

  EXPECT_EQ(refusal(R"({"line_keys": 300})"), R"(sim: "line_keys" must be a number from 0 to 255)");
  EXPECT_EQ(refusal(R"({"blink": 1})"), R"(sim: "blink" must be true or false)");
  EXPECT_EQ(refusal(R"({"colour": true})"), R"(sim: unknown setting "colour")");
  EXPECT_EQ(refusal("[]"), "sim: the configuration is not a JSON object");
  EXPECT_EQ(refusal("{"), "sim: the configuration is not a JSON object");
}

TEST(SimulatedBoard, TellsHookKeysAndPlugsInOrder) {
  SimBoard sim;
  sim.clock.advance(5ms);

  EXPECT_TRUE(sim->sim().lift().ok());
  EXPECT_TRUE(sim->sim().press(dial_key('5')).ok());
  EXPECT_TRUE(sim->sim().release(dial_key('5')).ok());
  EXPECT_TRUE(sim->sim().set_plugged(Device::headset, true).ok());
  const auto events = sim.drain();

  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(std::get<HookMoved>(events[0]).position, HookPosition::off_hook);
  EXPECT_EQ(std::get<HookMoved>(events[0]).at, 1s + 5ms);
  EXPECT_TRUE(std::get<KeyMoved>(events[1]).down);
  EXPECT_FALSE(std::get<KeyMoved>(events[2]).down);
  EXPECT_EQ(std::get<DevicePlugged>(events[3]).device, Device::headset);
  EXPECT_EQ(sim.wakes, 1);
}

TEST(SimulatedBoard, AnswersForItsSwitchesWhenAsked) {
  SimBoard sim(R"({"off_hook": true})");

  EXPECT_EQ(sim->hook().position(HookId::cradle), HookPosition::off_hook);
  EXPECT_TRUE(sim->hook().plugged(Device::handset));
  EXPECT_FALSE(sim->hook().plugged(Device::headset));
  EXPECT_EQ(sim->keypad().is_down(dial_key('1')), false);
  ASSERT_TRUE(sim->sim().press(dial_key('1')).ok());
  EXPECT_EQ(sim->keypad().is_down(dial_key('1')), true);
  EXPECT_EQ(sim->sim().press(line_key(200)).code(), absl::StatusCode::kNotFound);
}

TEST(SimulatedBoard, ShowsLeds) {
  SimBoard sim;

  ASSERT_TRUE(sim->leds().set(power_led, red).ok());
  ASSERT_TRUE(sim->leds().blink(line_led(1), green, {.on = 200ms, .off = 300ms}).ok());

  EXPECT_EQ(*sim->sim().led(power_led), (SimLed{.colour = red}));
  EXPECT_EQ(*sim->sim().led(line_led(1)),
            (SimLed{.colour = green, .blink = {.on = 200ms, .off = 300ms}}));
  EXPECT_EQ(sim->leds().set(line_led(99), red).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(message_of(sim->leds().set(line_led(99), red)), "leds: set: ENODEV (No such device)");
}

TEST(SimulatedBoard, ShowsTheNearestColourOfAGreenLine) {
  SimBoard sim(R"({"green_lines": true})");

  ASSERT_TRUE(sim->leds().set(line_led(1), red).ok());

  EXPECT_EQ(sim->leds().channels(line_led(1)), green);
  EXPECT_EQ(sim->sim().led(line_led(1))->colour, green);
}

TEST(SimulatedBoard, ShowsTextCutAtWholeCharacters) {
  SimBoard sim(R"({"columns": 4, "rows": 2})");

  ASSERT_TRUE(sim->display().set_line(0, "Grüße, Bob").ok());
  ASSERT_TRUE(sim->display().set_soft_key(1, "Answer").ok());
  ASSERT_TRUE(sim->display().set_backlight(30).ok());

  EXPECT_EQ(sim->sim().line(0), "Grüß");
  EXPECT_EQ(sim->sim().line(1), "");
  EXPECT_EQ(sim->sim().soft_key(1), "Answer");
  EXPECT_EQ(sim->sim().backlight(), 30);
  EXPECT_EQ(sim->display().set_line(2, "x").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(sim->display().set_backlight(101).code(), absl::StatusCode::kInvalidArgument);
}

TEST(SimulatedBoard, Rings) {
  SimBoard sim;

  ASSERT_TRUE(sim->ringer().start({.tone = 3, .volume = 15}).ok());
  EXPECT_EQ(sim->sim().ring(), (SimRing{.sounding = true, .sound = {.tone = 3, .volume = 15}}));
  ASSERT_TRUE(sim->ringer().stop().ok());
  EXPECT_FALSE(sim->sim().ring().sounding);
  EXPECT_EQ(sim->ringer().start({.tone = 1, .volume = 16}).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(SimulatedBoard, TellsItsObserverOfChangesOnly) {
  SimBoard sim;
  std::vector<std::pair<int, std::uint32_t>> seen;
  sim->sim().observe(
      [&](offhook_sim_change what, std::uint32_t index) { seen.emplace_back(what, index); });

  (void)sim->leds().set(mute_led, red);
  (void)sim->leds().set(mute_led, red);
  (void)sim->display().set_line(1, "Hello");
  (void)sim->ringer().start({});
  sim->sim().observe(nullptr);
  (void)sim->ringer().stop();

  EXPECT_THAT(seen, ElementsAre(std::pair(OFFHOOK_SIM_CHANGED_LED, OFFHOOK_LED_MUTE),
                                std::pair(OFFHOOK_SIM_CHANGED_LINE, 1),
                                std::pair(OFFHOOK_SIM_CHANGED_RINGER, 0)));
}

std::vector<std::int16_t> ramp(std::size_t count, std::int16_t from = 1) {
  std::vector<std::int16_t> samples(count);
  std::iota(samples.begin(), samples.end(), from);
  return samples;
}

constexpr AudioFormat narrow{.rate_hz = 8000, .frames = 80};

TEST(SimulatedSound, CarriesMouthAndEar) {
  SimBoard sim;
  auto audio = sim->audio().open(AudioEndpoint::handset, narrow);
  ASSERT_TRUE(audio.ok()) << audio.status();
  const auto said = ramp(100);
  const auto played = ramp(80, 1000);
  std::vector<std::int16_t> mic(80);
  std::vector<std::int16_t> heard(200);

  EXPECT_EQ(sim->sim().speak(AudioEndpoint::handset, said), 100u);
  EXPECT_EQ((*audio)->transfer(mic, played), BoardAudio::Result::ok);
  EXPECT_TRUE(std::equal(mic.begin(), mic.end(), said.begin()));
  EXPECT_EQ((*audio)->transfer(mic, {}), BoardAudio::Result::ok);

  EXPECT_EQ(mic[19], 100);
  EXPECT_EQ(mic[20], 0);  // nothing more was said
  EXPECT_EQ(sim->sim().hear(AudioEndpoint::handset, heard), 160u);
  EXPECT_TRUE(std::equal(played.begin(), played.end(), heard.begin()));
  EXPECT_EQ(heard[80], 0);
  EXPECT_EQ(sim->sim().audio(AudioEndpoint::handset).played, 160u);
}

TEST(SimulatedSound, CountsWhatNobodyHears) {
  SimBoard sim(R"({"queue_ms": 20})");
  auto audio = sim->audio().open(AudioEndpoint::speaker, narrow);
  ASSERT_TRUE(audio.ok());

  for (int i = 0; i < 3; ++i) (*audio)->transfer({}, ramp(80));

  EXPECT_EQ(sim->sim().audio(AudioEndpoint::speaker).unheard, 80u);
  EXPECT_EQ(sim->sim().forget_heard(AudioEndpoint::speaker), 160u);
}

TEST(SimulatedSound, GivesTheNearestRateAndRefusesASecondOpen) {
  SimBoard sim;
  auto audio = sim->audio().open(AudioEndpoint::headset, {.rate_hz = 44100, .frames = 441});

  ASSERT_TRUE(audio.ok());
  EXPECT_EQ((*audio)->format().rate_hz, 48000u);
  EXPECT_EQ(sim->audio().open(AudioEndpoint::headset, narrow).status().code(),
            absl::StatusCode::kFailedPrecondition);
  audio->reset();
  EXPECT_TRUE(sim->audio().open(AudioEndpoint::headset, narrow).ok());
}

TEST(SimulatedSound, CutsAMutedMicrophone) {
  SimBoard sim;
  auto audio = sim->audio().open(AudioEndpoint::handset, narrow);
  ASSERT_TRUE(audio.ok());
  std::vector<std::int16_t> mic(80, 7);

  ASSERT_TRUE(sim->audio().set_mute(AudioEndpoint::handset, true).ok());
  sim->sim().speak(AudioEndpoint::handset, ramp(80));
  (*audio)->transfer(mic, {});

  EXPECT_EQ(mic, std::vector<std::int16_t>(80, 0));
}

TEST(SimulatedSound, RoutesForGroupListeningAndKeepsGains) {
  SimBoard sim;

  ASSERT_TRUE(sim->audio().needs_route());
  ASSERT_TRUE(sim->audio()
                  .route(AudioEndpoint::handset, {AudioEndpoint::handset, AudioEndpoint::speaker})
                  .ok());
  ASSERT_TRUE(sim->audio().set_gain(AudioEndpoint::speaker, Direction::speaker, -60).ok());

  const auto handset = sim->sim().audio(AudioEndpoint::handset);
  const auto speaker = sim->sim().audio(AudioEndpoint::speaker);
  EXPECT_TRUE(handset.microphone_routed && handset.speaker_routed);
  EXPECT_TRUE(!speaker.microphone_routed && speaker.speaker_routed);
  EXPECT_EQ(speaker.speaker_centibel, -60);
}

TEST(SimulatedSound, OffersItsOwnProcessingOnRequest) {
  SimBoard with(R"({"dsp": true})");
  SimBoard without;

  EXPECT_TRUE(with->dsp().functions(AudioEndpoint::speaker).has(OFFHOOK_DSP_ECHO_CANCELLATION));
  EXPECT_TRUE(with->dsp().enable(AudioEndpoint::speaker, {OFFHOOK_DSP_ECHO_CANCELLATION}).ok());
  EXPECT_EQ(with->sim().audio(AudioEndpoint::speaker).dsp_functions,
            std::uint32_t{OFFHOOK_DSP_ECHO_CANCELLATION});
  EXPECT_EQ(with->dsp().enable(AudioEndpoint::speaker, {1u << 20}).code(),
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ(without->dsp().functions(AudioEndpoint::speaker), DspFunctions{});
}

TEST(Board, FillsInForWhatTheHardwareLacks) {
  SimBoard sim(R"({"blink": false, "ringer": false, "display": false, "audio": false})");
  std::vector<std::int16_t> mic(80, 7);

  EXPECT_FALSE(sim->leds().can_blink());
  EXPECT_EQ(sim->leds().blink(power_led, red, {.on = 1s, .off = 1s}).code(),
            absl::StatusCode::kUnimplemented);
  EXPECT_FALSE(sim->ringer().offered());
  EXPECT_EQ(message_of(sim->ringer().start({})), "ringer: start: the board does not offer it");
  EXPECT_EQ(sim->display().size(), DisplaySize{});
  EXPECT_EQ(sim->audio().open(AudioEndpoint::handset, narrow).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(BoardAudio::silent(narrow)->transfer(mic, {}), BoardAudio::Result::ok);
  EXPECT_EQ(mic, std::vector<std::int16_t>(80, 0));
}

TEST(Board, ReportsAPartThatBreaksAndIsRepaired) {
  SimBoard sim;
  auto audio = sim->audio().open(AudioEndpoint::handset, narrow);
  ASSERT_TRUE(audio.ok());
  std::vector<std::int16_t> mic(80, 7);

  ASSERT_TRUE(sim->sim().set_fault(Part::audio, ENODEV).ok());
  EXPECT_EQ((*audio)->transfer(mic, {}), BoardAudio::Result::gone);
  EXPECT_EQ(mic, std::vector<std::int16_t>(80, 0));
  ASSERT_TRUE(sim->sim().set_fault(Part::leds, EIO).ok());
  EXPECT_THAT(message_of(sim->leds().set(power_led, red)), HasSubstr("EIO"));
  ASSERT_TRUE(sim->sim().set_fault(Part::leds, 0).ok());
  EXPECT_TRUE(sim->leds().set(power_led, red).ok());

  const auto events = sim.drain();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(std::get<PartFailed>(events[0]).error, ENODEV);
  EXPECT_EQ(std::get<PartFailed>(events[2]).error, 0);
}

TEST(Board, IsDarkAndSilentAfterStop) {
  SimBoard sim;
  (void)sim->leds().set(power_led, red);
  (void)sim->ringer().start({});

  ASSERT_TRUE(sim->stop().ok());
  ASSERT_TRUE(sim->sim().lift().ok());

  EXPECT_EQ(sim->sim().led(power_led)->colour, Rgb{0});
  EXPECT_FALSE(sim->sim().ring().sounding);
  EXPECT_TRUE(sim.drain().empty());
  EXPECT_TRUE(sim->start().ok());
  EXPECT_EQ(sim->hook().position(HookId::cradle), HookPosition::off_hook);
}

TEST(Board, KeepsSeveralInstancesApart) {
  SimBoard one;
  SimBoard two;

  (void)one->leds().set(power_led, red);
  (void)one->sim().lift();

  EXPECT_EQ(two->sim().led(power_led)->colour, Rgb{0});
  EXPECT_TRUE(two.drain().empty());
  EXPECT_EQ(one.drain().size(), 1u);
}

}  // namespace
}  // namespace offhook::hal
