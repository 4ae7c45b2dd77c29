// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/led_policy.hpp"

#include <gtest/gtest.h>

namespace offhook::device {

void PrintTo(LedPattern pattern, std::ostream* out) {
  *out << name_of(pattern.colour) << ' ' << rhythm_name(pattern);
}

namespace {

using enum LedColour;
using std::chrono_literals::operator""ms;

TEST(LedPattern, FlashesWithThePeriodOfItsRhythm) {
  EXPECT_EQ(blink_of(Rhythm::steady), std::nullopt);
  EXPECT_EQ(blink_of(Rhythm::fast_flash), (hal::BlinkPeriod{.on = 200ms, .off = 200ms}));
  EXPECT_EQ(blink_of(Rhythm::ring_flash), (hal::BlinkPeriod{.on = 300ms, .off = 300ms}));
  EXPECT_EQ(blink_of(Rhythm::slow_flash), (hal::BlinkPeriod{.on = 500ms, .off = 500ms}));
  EXPECT_EQ(blink_of(Rhythm::slow_flash_1s), (hal::BlinkPeriod{.on = 1000ms, .off = 1000ms}));
}

TEST(LedPattern, IsFoundByTheNamesItShows) {
  for (const auto colour : {red, green, amber})
    for (const auto rhythm : {Rhythm::steady, Rhythm::fast_flash, Rhythm::ring_flash,
                              Rhythm::slow_flash, Rhythm::slow_flash_1s}) {
      const LedPattern pattern{colour, rhythm};
      EXPECT_EQ(led_pattern_named(name_of(colour), rhythm_name(pattern)), pattern);
    }
  EXPECT_EQ(rhythm_name(led_off), "off");
  EXPECT_EQ(led_pattern_named("off", "off"), led_off);
  EXPECT_EQ(led_pattern_named("off", "fast_flash"), std::nullopt);
  EXPECT_EQ(led_pattern_named("mauve", "steady"), std::nullopt);
  EXPECT_EQ(led_pattern_named("red", "off"), std::nullopt);
}

TEST(LedPattern, NamesLedsBothWays) {
  EXPECT_EQ(led_name(hal::line_led(12)), "line12");
  EXPECT_EQ(led_named("line12"), hal::line_led(12));
  EXPECT_EQ(led_named("power"), hal::power_led);
  EXPECT_EQ(led_named("key1"), hal::dss_led(1));
  for (const auto* name : {"", "line", "line0", "line256", "lamp", "line1x"})
    EXPECT_EQ(led_named(name), std::nullopt) << name;
  EXPECT_EQ(led_name({OFFHOOK_LED_LINE_BASE}), std::nullopt);
}

TEST(LinePattern, ShowsTheLineTable) {
  EXPECT_EQ(line_pattern(LineState::idle), led_off);
  EXPECT_EQ(line_pattern(LineState::seized), steady(green));
  EXPECT_EQ(line_pattern(LineState::talking), steady(green));
  EXPECT_EQ(line_pattern(LineState::incoming), fast_flash(green));
  EXPECT_EQ(line_pattern(LineState::held), slow_flash(green));
}

TEST(WatchedPattern, ShowsIdleInGreenAsDelivered) {
  EXPECT_EQ(watched_pattern(WatchedState::idle), steady(green));
  EXPECT_EQ(watched_pattern(WatchedState::ringing), fast_flash(red));
  EXPECT_EQ(watched_pattern(WatchedState::dialling), steady(red));
  EXPECT_EQ(watched_pattern(WatchedState::talking), steady(red));
  EXPECT_EQ(watched_pattern(WatchedState::holding), steady(red));
  EXPECT_EQ(watched_pattern(WatchedState::parked), slow_flash_1s(red));
  EXPECT_EQ(watched_pattern(WatchedState::unknown), led_off);
}

TEST(WatchedPattern, FollowsTheMode) {
  EXPECT_EQ(watched_pattern(WatchedState::idle, WatchMode::idle_off), led_off);
  EXPECT_EQ(watched_pattern(WatchedState::idle, WatchMode::ringing_green), led_off);
  EXPECT_EQ(watched_pattern(WatchedState::ringing, WatchMode::idle_off_2), fast_flash(red));
  EXPECT_EQ(watched_pattern(WatchedState::ringing, WatchMode::ringing_green), fast_flash(green));
}

TEST(WatchedPattern, ManagesWithoutRed) {
  EXPECT_EQ(watched_pattern_green(WatchedState::idle), steady(green));
  EXPECT_EQ(watched_pattern_green(WatchedState::ringing), fast_flash(green));
  EXPECT_EQ(watched_pattern_green(WatchedState::talking), slow_flash(green));
  EXPECT_EQ(watched_pattern_green(WatchedState::talking, WatchMode::idle_off), steady(green));
  EXPECT_EQ(watched_pattern_green(WatchedState::holding, WatchMode::idle_off), slow_flash(green));
  EXPECT_EQ(watched_pattern_green(WatchedState::parked), slow_flash_1s(green));
}

TEST(SharedLinePattern, TellsTakingPartFromLookingOn) {
  using enum SharedRole;
  EXPECT_EQ(shared_line_pattern(SharedState::idle, local), led_off);
  EXPECT_EQ(shared_line_pattern(SharedState::incoming, monitoring), fast_flash(green));
  EXPECT_EQ(shared_line_pattern(SharedState::in_use, local), steady(green));
  EXPECT_EQ(shared_line_pattern(SharedState::in_use, monitoring), steady(red));
  EXPECT_EQ(shared_line_pattern(SharedState::public_hold, local), slow_flash(green));
  EXPECT_EQ(shared_line_pattern(SharedState::public_hold, monitoring), slow_flash(red));
  EXPECT_EQ(shared_line_pattern(SharedState::private_hold, monitoring), steady(red));
  EXPECT_EQ(shared_line_pattern(SharedState::all_hold, local), slow_flash(green));
}

TEST(PowerPattern, ShowsWhatAPhoneAsDeliveredShows) {
  EXPECT_EQ(power_pattern({.starting = true}), steady(red));
  EXPECT_EQ(power_pattern({}), led_off);
  EXPECT_EQ(power_pattern({.lines = {LineState::incoming}}), ring_flash(red));
  EXPECT_EQ(power_pattern({.messages = true}), slow_flash_1s(red));
  EXPECT_EQ(power_pattern({.missed_calls = true}), slow_flash_1s(red));
  EXPECT_EQ(power_pattern({.lines = {LineState::talking}}), led_off);
  EXPECT_EQ(power_pattern({.lines = {LineState::held}}), led_off);
  EXPECT_EQ(power_pattern({.lines = {LineState::talking}, .muted = true}), led_off);
}

// ringing > mute > hold > talking > messages > missed > idle
TEST(PowerPattern, ShowsTheFirstConditionThatApplies) {
  const PowerLedSettings all{.idle = true, .muted = true, .hold = true, .talking = true};
  IndicatorState state{.lines = {LineState::incoming, LineState::talking, LineState::held},
                       .muted = true,
                       .messages = true,
                       .missed_calls = true};

  EXPECT_EQ(power_pattern(state, all), ring_flash(red));
  state.lines[0] = LineState::idle;
  EXPECT_EQ(power_pattern(state, all), fast_flash(red));  // muted
  state.muted = false;
  EXPECT_EQ(power_pattern(state, all), fast_flash(red));  // held
  state.lines[2] = LineState::idle;
  EXPECT_EQ(power_pattern(state, all), steady(red));  // talking
  state.lines[1] = LineState::idle;
  EXPECT_EQ(power_pattern(state, all), slow_flash_1s(red));  // messages
  state.messages = false;
  EXPECT_EQ(power_pattern(state, all), slow_flash_1s(red));  // missed calls
  state.missed_calls = false;
  EXPECT_EQ(power_pattern(state, all), steady(red));  // idle
}

TEST(PowerPattern, LetsTheNextConditionThroughWhenOneIsSwitchedOff) {
  const IndicatorState state{.lines = {LineState::incoming}, .messages = true};

  EXPECT_EQ(power_pattern(state, {.ringing = false}), slow_flash_1s(red));
  EXPECT_EQ(power_pattern(state, {.ringing = false, .messages = false}), led_off);
}

TEST(Indicators, ShowFunctionKeysAndEveryLine) {
  const auto shown = indicators({.lines = {LineState::talking, LineState::incoming},
                                 .watched = {WatchedState::parked},
                                 .muted = true,
                                 .messages = true,
                                 .path = AudioPath::speaker});

  EXPECT_EQ(shown.at(hal::line_led(1)), steady(green));
  EXPECT_EQ(shown.at(hal::line_led(2)), fast_flash(green));
  EXPECT_EQ(shown.at(hal::dss_led(1)), slow_flash_1s(red));
  EXPECT_EQ(shown.at(hal::speaker_led), steady(green));
  EXPECT_EQ(shown.at(hal::headset_led), led_off);
  EXPECT_EQ(shown.at(hal::mute_led), steady(red));
  EXPECT_EQ(shown.at(hal::message_led), slow_flash_1s(red));
  EXPECT_EQ(shown.at(hal::call_led), steady(green));
  EXPECT_EQ(shown.at(hal::ring_led), steady(green));
}

TEST(Indicators, KeepTheHeadsetKeyLitInHeadsetMode) {
  EXPECT_EQ(indicators({.headset_mode = true}).at(hal::headset_led), steady(green));
  EXPECT_EQ(indicators({.path = AudioPath::headset}).at(hal::headset_led), steady(green));
}

}  // namespace
}  // namespace offhook::device
