// SPDX-License-Identifier: GPL-3.0-or-later
// What is heard by the rules alone: reminders, rings, volume keys.
#include <gtest/gtest.h>

#include "actors/phone/hold_reminder.hpp"
#include "actors/phone/intercom_call.hpp"
#include "actors/phone/ring_policy.hpp"
#include "actors/phone/volume_keys.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using call::CallState;
using device::PathState;

DeskState with(const std::vector<call::CallSnapshot>& calls, std::string focus = {}) {
  DeskState state;
  for (const auto& call : calls) state.calls.put(call);
  state.focus = std::move(focus);
  return state;
}

// ---- reminders ----

TEST(HoldReminder, WhileSomebodyWaits) {
  const HoldSettings settings;
  EXPECT_EQ(reminder_of(with({}), settings), Reminder::none);
  EXPECT_EQ(reminder_of(with({a_call("a", CallState::connected)}, "a"), settings), Reminder::none);
  EXPECT_EQ(reminder_of(with({a_call("a", CallState::held_local)}), settings), Reminder::ours);
  EXPECT_EQ(
      reminder_of(with({a_call("a", CallState::held_both), a_call("b", CallState::connected)}, "b"),
                  settings),
      Reminder::ours);
}

TEST(HoldReminder, ForWhoIsHeldOnlyWhereItIsAskedFor) {
  HoldSettings settings;
  const auto held = with({a_call("a", CallState::held_remote)}, "a");
  EXPECT_EQ(reminder_of(held, settings), Reminder::none);
  settings.theirs.enabled = true;
  EXPECT_EQ(reminder_of(held, settings), Reminder::theirs);
  EXPECT_EQ(tone_of(Reminder::theirs), media::Tone::held);
  // The call in hand comes first.
  EXPECT_EQ(
      reminder_of(
          with({a_call("a", CallState::held_local), a_call("b", CallState::held_remote)}, "b"),
          settings),
      Reminder::theirs);
}

TEST(HoldReminder, MayBeSwitchedOff) {
  HoldSettings settings;
  settings.ours.enabled = false;
  EXPECT_EQ(reminder_of(with({a_call("a", CallState::held_local)}), settings), Reminder::none);
}

// ---- rings ----

RingSettings rings() {
  RingSettings settings;
  settings.usual.number = 2;
  settings.accounts["2"].number = 5;
  settings.callers["1007"].number = 7;
  settings.texts = {{"alert-internal", 4}};
  return settings;
}

TEST(RingPolicy, OfTheCallerBeforeTheAccountBeforeThePhone) {
  EXPECT_EQ(ring_of({"1", "1002", ""}, rings(), 8).tone, 2u);
  EXPECT_EQ(ring_of({"2", "1002", ""}, rings(), 8).tone, 5u);
  EXPECT_EQ(ring_of({"2", "1007", ""}, rings(), 8).tone, 7u);
}

TEST(RingPolicy, AlertInfoComesFirst) {
  const auto ring = ring_of({"2", "1007", "<http://pbx.example/Bellcore-dr3>"}, rings(), 8);
  EXPECT_EQ(ring.tone, 3u);
  EXPECT_EQ(ring.cadence, device::bellcore_cadence(3));
  EXPECT_EQ(ring_of({"1", "", "<http://x>;info=alert-internal"}, rings(), 8).tone, 4u);
  EXPECT_EQ(ring_of({"1", "", "ringtone-6"}, rings(), 8).tone, 6u);
  EXPECT_EQ(ring_of({"1", "", "MyMelody11"}, rings(), 8).tone, 1u) << "out of range is the first";
}

TEST(RingPolicy, ASoundAtAUrlIsNotFetched) {
  const auto ring = ring_of({"1", "", "<http://evil.example/loud.wav>"}, rings(), 8);
  EXPECT_EQ(ring.tone, 2u);
  EXPECT_EQ(ring.file, nullptr);
}

TEST(RingPolicy, AlertInfoMayBeIgnored) {
  auto settings = rings();
  settings.alert_info = false;
  EXPECT_EQ(ring_of({"2", "", "Bellcore-dr3"}, settings, 8).tone, 5u);
}

TEST(RingPolicy, AFileAndTheHeadsetAreTheEngines) {
  auto settings = rings();
  settings.usual.file = std::make_shared<const media::Sound>(media::Sound{1, 2, 3});
  EXPECT_EQ(ring_of({"1", "", ""}, settings, 8).file, settings.usual.file);
  EXPECT_FALSE(ring_of({"1", "", ""}, settings, 8).by_engine);
  settings.output = device::RingOutput::both;
  const auto ring = ring_of({"1", "", ""}, settings, 3);
  EXPECT_TRUE(ring.by_engine);
  EXPECT_EQ(ring.volume, 3u);
}

// ---- volume ----

TEST(VolumeKeys, TurnWhatSoundsNow) {
  DeskState state;
  EXPECT_TRUE(turn_volume(state, true));
  EXPECT_EQ(state.volumes.ring, 9);
  EXPECT_EQ(volume_shown(state).kind, "ring");

  state.path = PathState::handset;
  state.dialled = "";
  EXPECT_TRUE(turn_volume(state, false));
  EXPECT_EQ(state.volumes.handset.tone, 7);
  EXPECT_EQ(volume_shown(state).kind, "handset_tone");

  state.dialled.reset();
  state.calls = {a_call("a", CallState::connected)};
  state.focus = "a";
  EXPECT_TRUE(turn_volume(state, true));
  EXPECT_EQ(state.volumes.handset.speech, 9);
  EXPECT_EQ(volume_shown(state).kind, "handset");

  state.path = PathState::speaker_lifted;
  EXPECT_TRUE(turn_volume(state, false));
  EXPECT_EQ(state.volumes.speaker.speech, 7) << "each path has its own";
  EXPECT_EQ(state.volumes.handset.speech, 9);
}

TEST(VolumeKeys, StopAtTheEnds) {
  DeskState state;
  state.volumes.ring = device::most_volume;
  EXPECT_FALSE(turn_volume(state, true));
  state.volumes.ring = 0;
  EXPECT_FALSE(turn_volume(state, false));
  EXPECT_EQ(state.volumes.ring, 0);
}

// ---- intercom ----

TEST(IntercomCall, IsAskedForInEveryForm) {
  sip::Account account;
  account.aor = "sip:1001@example.net";
  const auto headers = intercom_headers(account);
  EXPECT_EQ(headers, (call::HeaderLines{
                         {"Answer-Mode", "Auto"},
                         {"Call-Info", "<sip:example.net>;answer-after=0"},
                         {"Alert-Info", "<http://example.net>;info=alert-autoanswer;delay=0"}}));
}

}  // namespace
}  // namespace offhook::phone
