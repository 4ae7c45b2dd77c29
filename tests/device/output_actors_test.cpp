// SPDX-License-Identifier: GPL-3.0-or-later
// LEDs, ringer and display, from the phone's order to what a person sees and hears.
#include <cerrno>

#include <gmock/gmock.h>

#include "actors/device/display_actor.hpp"
#include "actors/device/led_panel_actor.hpp"
#include "actors/device/ringer_actor.hpp"
#include "tests/device/device_fixture.hpp"

namespace offhook::device {
namespace {

using enum LedColour;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr hal::Rgb green_rgb{0x00ff00};
constexpr hal::Rgb dark_rgb{0};

class LedPanelTest : public DeviceTest {
 protected:
  void show(LedId led, LedPattern pattern) {
    act::tell_anon(panel, ShowLed{led, pattern});
    loop.run_for(0s);
  }
  hal::SimLed seen(LedId led) { return *person().led(led); }
  /// Counts what the panel does to the LEDs from now on.
  void count_changes() {
    person().observe([this](offhook_sim_change what, std::uint32_t) {
      if (what == OFFHOOK_SIM_CHANGED_LED) ++changes;
    });
  }

  LedPanel panel;
  int changes = 0;
  ~LedPanelTest() override { panel = nullptr; }
};

TEST_F(LedPanelTest, LeavesFlashingToABoardThatCan) {
  panel = spawn<LedPanelActor>();

  show(hal::line_led(1), fast_flash(green));
  EXPECT_EQ(seen(hal::line_led(1)),
            (hal::SimLed{.colour = green_rgb, .blink = {.on = 200ms, .off = 200ms}}));
  EXPECT_EQ(loop.pending_timers(), 0u);
  show(hal::line_led(1), led_off);
  EXPECT_EQ(seen(hal::line_led(1)), hal::SimLed{});
}

TEST_F(LedPanelTest, KeepsTimeForABoardThatCannotFlash) {
  use_board(R"({"blink": false})");
  panel = spawn<LedPanelActor>();

  show(hal::line_led(1), slow_flash(green));
  std::vector<bool> lit;
  for (int i = 0; i < 6; ++i) {
    lit.push_back(seen(hal::line_led(1)).colour == green_rgb);
    loop.run_for(250ms);
  }

  EXPECT_THAT(lit, ElementsAre(true, true, false, false, true, true));
}

TEST_F(LedPanelTest, DoesNotRestartTheRhythmOfAPatternShownAgain) {
  use_board(R"({"blink": false})");
  panel = spawn<LedPanelActor>();
  show(hal::line_led(1), fast_flash(green));
  loop.run_for(150ms);

  show(hal::line_led(1), fast_flash(green));
  loop.run_for(50ms);

  EXPECT_EQ(seen(hal::line_led(1)).colour, dark_rgb);
}

TEST_F(LedPanelTest, StopsItsTimersWhenThePatternChanges) {
  use_board(R"({"blink": false})");
  panel = spawn<LedPanelActor>();
  show(hal::line_led(1), fast_flash(green));
  loop.run_for(200ms);

  show(hal::line_led(1), steady(green));
  count_changes();
  loop.run_for(10s);

  EXPECT_EQ(seen(hal::line_led(1)).colour, green_rgb);
  EXPECT_EQ(changes, 0);
  EXPECT_EQ(loop.pending_timers(), 0u);
}

TEST_F(LedPanelTest, IgnoresAnLedTheBoardLacks) {
  use_board(R"({"blink": false, "line_keys": 1})");
  panel = spawn<LedPanelActor>();

  show(hal::line_led(2), fast_flash(green));

  EXPECT_EQ(loop.pending_timers(), 0u);
  EXPECT_THAT(take_told(), IsEmpty());
}

TEST_F(LedPanelTest, TellsOfBrokenLedsOnceUntilTheyWorkAgain) {
  panel = spawn<LedPanelActor>();
  ASSERT_TRUE(person().set_fault(hal::Part::leds, EIO).ok());
  show(hal::power_led, steady(red));
  show(hal::mute_led, steady(red));
  EXPECT_THAT(take_told(), ElementsAre("leds failed: leds: set: EIO (Input/output error)"));

  ASSERT_TRUE(person().set_fault(hal::Part::leds, 0).ok());
  show(hal::mute_led, led_off);
  ASSERT_TRUE(person().set_fault(hal::Part::leds, EIO).ok());
  show(hal::mute_led, steady(red));
  EXPECT_EQ(take_told().size(), 1u);
}

class RingerTest : public DeviceTest {
 protected:
  template <class Order>
  void order(const Order& message) {
    act::tell_anon(ringer, message);
    loop.run_for(0s);
  }
  bool sounds() { return person().ring().sounding; }

  Ringer ringer;
  ~RingerTest() override { ringer = nullptr; }
};

Loudspeaker writes_to(std::vector<std::string>& heard) {
  return {.open = [&](bool ringing) { heard.emplace_back(ringing ? "open" : "closed"); },
          .sound =
              [&](const std::optional<LoudRing>& ring) {
                if (!ring)
                  heard.emplace_back("pause");
                else
                  heard.push_back(ring->file ? "file" : "ring " + std::to_string(ring->sound.tone));
              }};
}

TEST_F(RingerTest, PlaysTheCadenceOfTheCountry) {
  ringer = spawn<RingerActor>(ring_cadence("gb"));
  order(StartRinging{.tone = 2, .volume = 9});

  EXPECT_EQ(person().ring(), (hal::SimRing{.sounding = true, .sound = {.tone = 2, .volume = 9}}));
  std::vector<Instant> turns;
  person().observe([&](offhook_sim_change, std::uint32_t) { turns.push_back(loop.now()); });
  loop.run_for(6s);

  EXPECT_THAT(turns, ElementsAre(400ms, 600ms, 1000ms, 3000ms, 3400ms, 3600ms, 4000ms, 6000ms));
  person().observe(nullptr);
}

TEST_F(RingerTest, StopsAtOnceAndStartsFromTheBeginning) {
  ringer = spawn<RingerActor>();
  order(StartRinging{});
  loop.run_for(1900ms);

  order(StopRinging{});
  EXPECT_FALSE(sounds());
  EXPECT_EQ(loop.pending_timers(), 0u);
  order(StartRinging{});
  loop.run_for(1900ms);
  EXPECT_TRUE(sounds());
  loop.run_for(100ms);
  EXPECT_FALSE(sounds());
}

TEST_F(RingerTest, ChangesTheVolumeWithoutANewBeginning) {
  ringer = spawn<RingerActor>();
  order(StartRinging{.volume = 8});
  loop.run_for(1500ms);

  order(StartRinging{.volume = 99});

  EXPECT_EQ(person().ring().sound.volume, 15u);
  loop.run_for(500ms);
  EXPECT_FALSE(sounds());
}

TEST_F(RingerTest, UsesTheLoudspeakerOfABoardWithoutARinger) {
  use_board(R"({"ringer": false})");
  std::vector<std::string> heard;
  ringer = spawn<RingerActor>(default_ring_cadence, writes_to(heard));

  order(StartRinging{.tone = 3});
  loop.run_for(6s);
  order(StopRinging{});

  EXPECT_THAT(heard, ElementsAre("open", "ring 3", "pause", "ring 3", "pause", "closed"));
  EXPECT_THAT(take_told(), IsEmpty());
}

TEST_F(RingerTest, RingsAFileThroughTheLoudspeakerWithoutACadence) {
  std::vector<std::string> heard;
  ringer = spawn<RingerActor>(default_ring_cadence, writes_to(heard));

  order(StartRinging{.file = std::make_shared<const std::vector<std::int16_t>>(80)});
  loop.run_for(20s);
  EXPECT_FALSE(sounds());
  order(StartRinging{});  // a plain call after all
  EXPECT_TRUE(sounds());
  order(StopRinging{});

  EXPECT_THAT(heard, ElementsAre("open", "file", "pause", "closed"));
}

TEST_F(RingerTest, RingsWhereItIsToldToRatherThanByTheBoard) {
  std::vector<std::string> heard;
  ringer = spawn<RingerActor>(default_ring_cadence, writes_to(heard));

  order(StartRinging{.tone = 5, .by_engine = true});
  EXPECT_FALSE(sounds());
  order(StopRinging{});

  EXPECT_THAT(heard, ElementsAre("open", "ring 5", "pause", "closed"));
}

TEST_F(RingerTest, PlaysTheCadenceOfTheCall) {
  ringer = spawn<RingerActor>();
  order(StartRinging{.tone = 4, .cadence = bellcore_cadence(2)});
  std::vector<Instant> turns;
  person().observe([&](offhook_sim_change, std::uint32_t) { turns.push_back(loop.now()); });
  loop.run_for(6s);

  EXPECT_THAT(turns, ElementsAre(800ms, 1200ms, 2000ms, 6000ms));
  person().observe(nullptr);
  order(StopRinging{});
}

TEST_F(RingerTest, SplashesOnceAndIsSilentWhenAskedTo) {
  ringer = spawn<RingerActor>();
  order(StartRinging{.tone = 10});
  EXPECT_TRUE(sounds());
  loop.run_for(60s);
  EXPECT_FALSE(sounds());
  order(StopRinging{});
  order(StartRinging{.tone = 9});
  EXPECT_EQ(person().ring().sound.volume, 0u);
  order(StopRinging{});
}

TEST_F(DeviceTest, ThePageIsShownAndTheRestBlanked) {
  use_board(R"({"rows": 3})");
  const Display display = spawn<DisplayActor>();

  act::tell_anon(display, ShowPage{{"one", "two", "three", "four"}, {"Answer", "Reject"}});
  loop.run_for(0s);
  EXPECT_EQ(person().line(2), "three");
  EXPECT_EQ(person().soft_key(2), "Reject");
  act::tell_anon(display, ShowPage{{"one"}, {}});
  loop.run_for(0s);

  EXPECT_EQ(person().line(0), "one");
  EXPECT_EQ(person().line(1), "");
  EXPECT_EQ(person().soft_key(1), "");
}

TEST_F(DeviceTest, OnlyChangedRowsAreWrittenAndFailedOnesAgain) {
  const Display display = spawn<DisplayActor>();
  ASSERT_TRUE(person().set_fault(hal::Part::display, EIO).ok());
  act::tell_anon(display, ShowPage{{"one", "two"}, {}});
  EXPECT_THAT(take_told(), ElementsAre(HasSubstr("display failed: display: set_line: EIO")));
  ASSERT_TRUE(person().set_fault(hal::Part::display, 0).ok());

  act::tell_anon(display, ShowPage{{"one", "two"}, {}});
  loop.run_for(0s);

  EXPECT_EQ(person().line(1), "two");
}

}  // namespace
}  // namespace offhook::device
