// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "actors/phone/call_events.hpp"
#include "actors/phone/pages.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using call::CallState;
using device::AudioPath;

TEST_F(DeskTest, LiftingGivesTheDialPageAndDigitsGoOutAtPound) {
  EXPECT_TRUE(desk.lift().empty());
  EXPECT_EQ(desk.state().audio_path(), AudioPath::handset);
  EXPECT_EQ(desk.state().dialled, "");
  EXPECT_FALSE(desk.waits_for_digit());

  dial("1002");
  EXPECT_TRUE(desk.waits_for_digit());

  EXPECT_EQ(only<PlaceCall>(desk.press("#")), "1002");
  EXPECT_FALSE(desk.state().dialled);
}

TEST_F(DeskTest, DigitsGoOutByThemselvesAfterTheInterDigitTime) {
  desk.lift();
  EXPECT_TRUE(desk.digits_timed_out().empty());
  dial("1002");
  EXPECT_EQ(only<PlaceCall>(desk.digits_timed_out()), "1002");
}

TEST_F(DeskTest, DiallingOnHookOpensTheSpeakerWhenItIsSent) {
  dial("1002");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::none);
  EXPECT_EQ(only<PlaceCall>(desk.press("OK")), "1002");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::speaker);
}

TEST_F(DeskTest, LiftingAnswersAndReplacingHangsUp) {
  desk.call_changed(incoming("a"));
  EXPECT_EQ(only<AnswerCall>(desk.lift()), "a");
  desk.call_changed(a_call("a", CallState::connected, call::CallDirection::incoming));
  EXPECT_EQ(only<HangUpCall>(desk.replace()), "a");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::none);
}

TEST_F(DeskTest, BusyToneStaysUntilTheHandsetIsReplaced) {
  desk.lift();
  desk.call_changed(a_call("a", CallState::dialing));
  desk.call_ended(a_call("a", CallState::ended), {call::EndCause::refused_there, 486, "Busy Here"});

  EXPECT_EQ(desk.state().failure, media::Tone::busy);
  EXPECT_FALSE(desk.failure_fades());
  EXPECT_TRUE(desk.replace().empty());
  EXPECT_FALSE(desk.state().failure);
}

TEST_F(DeskTest, OtherFailuresSoundCongestionAndFadeOnTheSpeaker) {
  desk.press("SPEAKER");
  desk.call_changed(a_call("a", CallState::dialing));
  desk.call_ended(a_call("a", CallState::ended),
                  {call::EndCause::refused_there, 503, "Service Unavailable"});

  EXPECT_EQ(desk.state().failure, media::Tone::congestion);
  EXPECT_EQ(desk.state().notice, "503 Service Unavailable");
  EXPECT_TRUE(desk.failure_fades());
  desk.failure_timed_out();
  EXPECT_EQ(desk.state().audio_path(), AudioPath::none);
}

TEST_F(DeskTest, TheHoldKeyHoldsAndResumes) {
  desk.lift();
  desk.call_changed(a_call("a", CallState::connected));
  EXPECT_EQ(only<HoldCall>(desk.press("HOLD")), "a");
  desk.call_changed(a_call("a", CallState::held_local));
  EXPECT_EQ(only<ResumeCall>(desk.press("HOLD")), "a");
  desk.call_changed(a_call("a", CallState::held_remote));
  EXPECT_EQ(only<HoldCall>(desk.press("F2")), "a");
}

TEST_F(DeskTest, AHungUpCallIsGoneAtOnceWhateverThePeerSays) {
  desk.press("SPEAKER");
  desk.call_changed(a_call("a", CallState::connected));
  desk.press("SPEAKER");
  auto leaving = a_call("a", CallState::connected);
  leaving.pending = call::Operation::hangup;
  desk.call_changed(leaving);

  EXPECT_TRUE(desk.state().calls.empty());
  EXPECT_EQ(desk.state().audio_path(), AudioPath::none);
  desk.call_ended(a_call("a", CallState::ended), {call::EndCause::no_response, 408, ""});
  EXPECT_FALSE(desk.state().failure);
}

TEST_F(DeskTest, DigitsInACallAreDtmf) {
  desk.lift();
  desk.call_changed(a_call("a", CallState::connected));
  const auto acts = desk.press("5");
  ASSERT_EQ(acts.size(), 1u);
  EXPECT_EQ(std::get<SendKey>(acts[0]).digit, '5');
}

TEST_F(DeskTest, TheCallGoesOnWhenTheHandsetIsReplacedOnSpeaker) {
  desk.lift();
  desk.call_changed(a_call("a", CallState::connected));
  desk.press("SPEAKER");
  EXPECT_TRUE(desk.replace().empty());
  EXPECT_EQ(desk.state().audio_path(), AudioPath::speaker);
  EXPECT_EQ(only<HangUpCall>(desk.press("SPEAKER")), "a");
}

TEST_F(DeskTest, RejectRefusesOnlyTheRingingCall) {
  desk.call_changed(incoming("a"));
  EXPECT_EQ(only<RejectCall>(desk.press("F4")), "a");
}

TEST_F(DeskTest, MuteNeedsACallAndEndsWithIt) {
  desk.press("MUTE");
  EXPECT_FALSE(desk.state().muted);
  desk.lift();
  desk.call_changed(a_call("a", CallState::connected));
  desk.press("MUTE");
  EXPECT_TRUE(desk.state().muted);
  desk.call_ended(a_call("a", CallState::ended), hung_up_there());
  EXPECT_FALSE(desk.state().muted);
}

TEST_F(DeskTest, RedialRepeatsTheLastNumber) {
  desk.lift();
  dial("1002");
  desk.press("#");
  desk.replace();
  EXPECT_EQ(only<PlaceCall>(desk.press("REDIAL")), "1002");
}

// Whatever is pressed in whatever order, the desk stays in a state it can describe.
TEST_F(DeskTest, NoKeyInAnyOrderBreaksIt) {
  SCOPED_TRACE("seed 1");
  const std::vector<std::string> keys = {
      "1",  "#",  "*",  "SPEAKER", "HOLD", "MUTE", "REDIAL", "OK",       "CANCEL",     "HEADSET",
      "L1", "F1", "F2", "F3",      "F4",   "F9",   "??",     "TRANSFER", "CONFERENCE", "L2"};
  std::uint32_t random = 1;
  for (int step = 0; step < 20'000; ++step) {
    random = random * 1664525u + 1013904223u;
    switch ((random >> 16) % 10) {
      case 0:
        desk.lift();
        break;
      case 1:
        desk.replace();
        break;
      case 2:
        desk.call_changed(incoming("in"));
        break;
      case 3:
        desk.call_changed(a_call("out", CallState::connected));
        break;
      case 4:
        desk.call_ended(a_call("out", CallState::ended), hung_up_there());
        break;
      case 5:
        desk.call_ended(incoming("in"), {call::EndCause::cancelled_there, 487, ""});
        break;
      case 6:
        desk.call_changed(a_call("out", CallState::held_local));
        break;
      default:
        desk.press(keys[(random >> 20) % keys.size()]);
    }
    ASSERT_EQ(soft_keys(desk.state()).size(), 4u);
    ASSERT_EQ(page_of(desk.state(), {}).lines.size(), 4u);
    ASSERT_LE(desk.state().calls.size(), 2u);
    if (desk.state().failure) {
      ASSERT_NE(desk.state().audio_path(), AudioPath::none);
    }
  }
}

TEST(CallEvents, TellTheWayOfACall) {
  const auto types = [](const call::CallSnapshot* before, CallState after) {
    std::string list;
    for (const auto& event : call_events(before, a_call("a", after), {}))
      list += event.type + (event.by.empty() ? "" : " " + event.by) + ";";
    return list;
  };
  const auto dialing = a_call("a", CallState::dialing), up = a_call("a", CallState::connected),
             held = a_call("a", CallState::held_local), both = a_call("a", CallState::held_both);
  EXPECT_EQ(types(nullptr, CallState::dialing), "call.dialing;");
  EXPECT_EQ(types(&dialing, CallState::ringing_out), "call.ringing;");
  EXPECT_EQ(types(&dialing, CallState::connected), "call.connected;");
  EXPECT_EQ(types(&up, CallState::held_local), "call.held local;");
  EXPECT_EQ(types(&held, CallState::held_both), "call.held remote;");
  EXPECT_EQ(types(&both, CallState::held_remote), "call.resumed local;");
  EXPECT_EQ(types(&up, CallState::connected), "call.updated;");
}

TEST(Pages, ShowWhoAndWhatCanBeDone) {
  DeskState state;
  state.calls = {incoming("a")};
  const auto page = page_of(state, {"Alice 1001", true, true});
  EXPECT_EQ(page.lines[0], "Incoming call");
  EXPECT_EQ(page.lines[1], "Bob 1002");
  EXPECT_EQ(page.soft_keys, (std::vector<std::string>{"Answer", "Forward", "", "Reject"}));
  EXPECT_EQ(page_of({}, {"Alice 1001", false, true}).lines[1], "No service");
}

}  // namespace
}  // namespace offhook::phone
