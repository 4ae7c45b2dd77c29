// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/presentation.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

using call::CallState;
using device::PathState;

call::CallSnapshot a_call(CallState state,
                          call::CallDirection direction = call::CallDirection::outgoing) {
  call::CallSnapshot call;
  call.call_id = "a";
  call.state = state;
  call.direction = direction;
  call.remote_uri = "sip:1002@example.net";
  return call;
}

/// A lifted handset with one call in hand.
DeskState in_hand(CallState state) {
  DeskState desk;
  desk.path = PathState::handset;
  desk.calls = {a_call(state)};
  desk.focus = "a";
  return desk;
}

std::string lamp(const DeskState& desk, const std::string& name) {
  const auto shown = present(desk, {"Alice 1001", true, true});
  const auto led = led_info(*device::led_named(name), shown.leds.at(*device::led_named(name)));
  return led.color == "off" ? "off" : led.color + " " + led.pattern;
}

TEST(Presentation, AnIdlePhoneIsDarkAndSilent) {
  const auto shown = present({}, {"Alice 1001", true, true});
  EXPECT_FALSE(shown.tone);
  EXPECT_FALSE(shown.ringing);
  for (const auto& [led, pattern] : shown.leds) EXPECT_EQ(pattern, device::led_off);
}

TEST(Presentation, DialToneUntilTheFirstDigit) {
  DeskState desk;
  desk.path = PathState::handset;
  desk.dialled = "";
  EXPECT_EQ(present(desk, {}).tone, media::Tone::dial);
  EXPECT_EQ(lamp(desk, "line1"), "green steady");
  desk.dialled = "1";
  EXPECT_FALSE(present(desk, {}).tone);
}

TEST(Presentation, DiallingOnHookIsSilent) {
  DeskState desk;
  desk.dialled = "";
  EXPECT_FALSE(present(desk, {}).tone);
}

TEST(Presentation, RingBackUnlessTheNetworkBringsItsOwn) {
  auto desk = in_hand(CallState::ringing_out);
  EXPECT_EQ(present(desk, {}).tone, media::Tone::ringback);
  EXPECT_TRUE(present(desk, {}).audible.empty());
  auto call = a_call(CallState::ringing_out);
  call.early_media = true;
  desk.calls.put(call);
  EXPECT_FALSE(present(desk, {}).tone);
  EXPECT_EQ(present(desk, {}).audible, std::set<std::string>{"a"});
}

TEST(Presentation, AnIncomingCallRingsAndFlashes) {
  DeskState desk;
  desk.calls = {a_call(CallState::ringing_in, call::CallDirection::incoming)};
  EXPECT_TRUE(present(desk, {}).ringing);
  EXPECT_EQ(lamp(desk, "line1"), "green fast_flash");
  EXPECT_EQ(lamp(desk, "power"), "red ring_flash");
}

TEST(Presentation, ASecondCallIsAToneInTheEarNotTheRinger) {
  auto desk = in_hand(CallState::connected);
  auto second = a_call(CallState::ringing_in, call::CallDirection::incoming);
  second.call_id = "b";
  desk.calls.put(second);
  const auto shown = present(desk, {});
  EXPECT_FALSE(shown.ringing);
  EXPECT_EQ(shown.tone, media::Tone::call_waiting);
  EXPECT_EQ(shown.page.lines[3], "+ 1002");
}

TEST(Presentation, AHeldCallIsNeitherHeardNorSpokenInto) {
  EXPECT_EQ(present(in_hand(CallState::connected), {}).audible, std::set<std::string>{"a"});
  EXPECT_EQ(present(in_hand(CallState::held_remote), {}).audible, std::set<std::string>{"a"});
  EXPECT_TRUE(present(in_hand(CallState::held_local), {}).audible.empty());
  EXPECT_TRUE(present(in_hand(CallState::held_both), {}).audible.empty());
  EXPECT_EQ(lamp(in_hand(CallState::held_local), "line1"), "green slow_flash");
  EXPECT_EQ(lamp(in_hand(CallState::held_remote), "line1"), "green steady");
}

TEST(Presentation, AFailureIsHeardWhileAPathIsOpen) {
  DeskState desk;
  desk.failure = media::Tone::busy;
  EXPECT_FALSE(present(desk, {}).tone);
  desk.path = PathState::handset;
  EXPECT_EQ(present(desk, {}).tone, media::Tone::busy);
}

TEST(Presentation, TheSpeakerAndMuteLampsFollow) {
  auto desk = in_hand(CallState::connected);
  desk.path = PathState::speaker;
  desk.muted = true;
  EXPECT_EQ(lamp(desk, "speaker"), "green steady");
  EXPECT_EQ(lamp(desk, "mute"), "red steady");
}

TEST(HiddenDigits, AreAsManyAsideOfThePrefix) {
  const HiddenDigits hidden{"*9", 4};
  EXPECT_EQ(shown_number("*94", hidden), "*9*");
  EXPECT_EQ(shown_number("*94711815", hidden), "*9****815");
  EXPECT_EQ(shown_number("*9", hidden), "*9");
  EXPECT_EQ(shown_number("*8", hidden), "*8");
  EXPECT_EQ(shown_number("4711", {}), "4711");
}

TEST(Presentation, NobodyReadsAPasswordThatIsDialled) {
  PageContext context{"Alice 1001", true, true};
  context.hidden = {"10", 2};
  DeskState desk;
  desk.dialled = "1002";
  EXPECT_EQ(page_of(desk, context).lines[2], "10**");
  desk.dialled.reset();
  desk.placing = true;
  desk.last_dialled = "1002";
  EXPECT_EQ(page_of(desk, context).lines[1], "10**");
  EXPECT_EQ(page_of(in_hand(CallState::connected), context).lines[1], "10**");
}

TEST(Presentation, SaysWhenTheOtherSideIsAConference) {
  auto desk = in_hand(CallState::connected);
  EXPECT_EQ(page_of(desk, {}).lines[0], "Connected");
  auto call = a_call(CallState::connected);
  call.remote_is_focus = true;
  desk.calls = {call};
  EXPECT_EQ(page_of(desk, {}).lines[0], "Conference");
  call.state = CallState::held_local;
  desk.calls = {call};
  EXPECT_EQ(page_of(desk, {}).lines[0], "On hold");
}

}  // namespace
}  // namespace offhook::phone
