// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/pages.hpp"
#include "actors/phone/presentation.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using namespace std::chrono_literals;
using call::CallState;
using device::AudioPath;

std::string lamp(const DeskState& state, const std::string& name) {
  const auto shown = present(state, {});
  const auto led = led_info(*device::led_named(name), shown.leds.at(*device::led_named(name)));
  return led.color == "off" ? "off" : led.color + " " + led.pattern;
}

struct DeskLines : DeskTest {
  /// "a" on hold at the first key, "b" talking at the second.
  void two_calls() {
    desk.lift();
    change("a", CallState::dialing);
    change("a", CallState::connected);
    EXPECT_EQ(text(desk.press("L2")), "hold a");
    change("a", CallState::held_local);
    dial("1003");
    desk.press("#");
    change("b", CallState::dialing);
    change("b", CallState::connected);
  }
};

TEST_F(DeskLines, AFreeKeyHoldsAndGivesTheDialTone) {
  desk.lift();
  change("a", CallState::dialing);
  change("a", CallState::connected);
  EXPECT_EQ(text(desk.press("L2")), "hold a");
  EXPECT_EQ(present(desk.state(), {}).tone, media::Tone::dial);
  EXPECT_EQ(lamp(desk.state(), "line2"), "green steady");
}

TEST_F(DeskLines, EachCallHasItsKeyAndLamp) {
  two_calls();
  EXPECT_EQ(lamp(desk.state(), "line1"), "green slow_flash");
  EXPECT_EQ(lamp(desk.state(), "line2"), "green steady");
  EXPECT_EQ(page_of(desk.state(), {}).lines[3], "On hold: Bob 1002");
}

TEST_F(DeskLines, KeysAndSwapGoFromOneCallToTheOther) {
  two_calls();
  EXPECT_EQ(keys(), "Transfer|Swap|Conf|End|");
  EXPECT_EQ(text(desk.press("F2")), "resume a");
  change("b", CallState::held_local);
  change("a", CallState::connected);
  EXPECT_EQ(text(desk.press("L2")), "resume b");
  EXPECT_EQ(desk.state().focus, "b");
}

TEST_F(DeskLines, ACallThatCouldNotBeHeldGoesOn) {
  desk.lift();
  change("a", CallState::dialing);
  change("a", CallState::connected);
  desk.press("L2");
  dial("1003");
  desk.press("#");
  desk.dial_failed("Could not hold");

  EXPECT_EQ(desk.state().focus, "a");
  EXPECT_EQ(present(desk.state(), {}).tone, std::nullopt);
  const std::vector<std::string> page = page_of(desk.state(), {}).lines;
  EXPECT_EQ(page[0], "Connected");
  EXPECT_EQ(page[2], "Could not hold");
}

TEST_F(DeskLines, ACallThatAProgramHasTakenBackGoesOnWhenTheNewOneFails) {
  desk.lift();
  change("a", CallState::dialing);
  change("a", CallState::connected);
  desk.press("L2");
  change("a", CallState::held_local);
  dial("1003");
  desk.press("#");
  change("b", CallState::dialing);
  change("a", CallState::connected);
  desk.call_ended(a_call("b", CallState::ended), busy_there());

  EXPECT_EQ(desk.state().focus, "a");
  EXPECT_EQ(present(desk.state(), {}).tone, std::nullopt);
  EXPECT_EQ(page_of(desk.state(), {}).lines[2], "Busy");
}

TEST_F(DeskLines, ACallThatIsTakenWhileANumberIsEnteredIsHeardWhenThatIsGivenUp) {
  desk.lift();
  change("a", CallState::ringing_out);
  change("b", CallState::dialing);
  desk.call_ended(a_call("b", CallState::ended), busy_there());
  desk.press("F1");  // a new call
  change("a", CallState::connected);
  EXPECT_EQ(desk.state().focus, "");
  desk.press("CANCEL");

  EXPECT_EQ(desk.state().focus, "a");
  EXPECT_EQ(page_of(desk.state(), {}).lines[0], "Connected");
}

TEST_F(DeskLines, ACallIsHeardAgainWhoseHoldIsRefusedAfterTheNewNumberWasGivenUp) {
  desk.lift();
  change("a", CallState::dialing);
  change("a", CallState::connected);
  desk.press("L2");
  auto holding = a_call("a", CallState::connected);
  holding.pending = call::Operation::hold;
  desk.call_changed(holding);
  desk.press("CANCEL");
  EXPECT_EQ(desk.state().focus, "a");
  desk.press("L2");
  desk.press("CANCEL");
  change("a", CallState::connected);
  EXPECT_EQ(desk.state().focus, "a");
}

TEST_F(DeskLines, EndGoesBackToTheCallOnHold) {
  two_calls();
  EXPECT_EQ(text(desk.press("F4")), "hang up b");
  let_go("b");
  EXPECT_EQ(desk.state().focus, "a");
  EXPECT_EQ(keys(), "Transfer|Resume|New Call|End|");
}

TEST_F(DeskLines, LayingDownTheHandsetLeavesTheCallOnHold) {
  two_calls();
  EXPECT_EQ(text(desk.replace()), "hang up b");
  let_go("b");
  EXPECT_EQ(mode_of(desk.state()), DeskMode::held_alone);
  EXPECT_EQ(text(desk.press("L1")), "resume a");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::speaker);
}

TEST_F(DeskLines, ACallThatAProgramTakesBackIsTheOneInTheHand) {
  two_calls();
  desk.replace();
  let_go("b");

  change("a", CallState::connected);

  EXPECT_EQ(desk.state().focus, "a");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::speaker);
}

TEST_F(DeskLines, AWaitingCallIsAnsweredForwardedOrRefused) {
  desk.lift();
  change("a", CallState::dialing);
  change("a", CallState::connected);
  desk.call_changed(incoming("w"));
  EXPECT_EQ(keys(), "Answer|Forward|Reject|End|");
  EXPECT_EQ(text(desk.press("F3")), "reject w");
  EXPECT_EQ(text(desk.press("L2")), "answer w");
}

TEST_F(DeskLines, ForwardAsksForTheNumberAndSilencesTheRinger) {
  desk.call_changed(incoming("in"));
  EXPECT_EQ(text(desk.press("F2")), "");
  EXPECT_FALSE(present(desk.state(), {}).ringing);
  dial("1003");
  EXPECT_FALSE(desk.digit_wait());
  EXPECT_EQ(text(desk.press("OK")), "forward in to 1003");
}

TEST_F(DeskLines, ForwardCancelledRingsOn) {
  desk.call_changed(incoming("in"));
  desk.press("F2");
  dial("10");
  desk.press("CANCEL");
  EXPECT_TRUE(present(desk.state(), {}).ringing);
}

TEST_F(DeskLines, ACallerWhoGivesUpEndsTheForwardEntry) {
  desk.call_changed(incoming("in"));
  desk.press("F2");
  desk.call_ended(incoming("in"), {call::EndCause::cancelled_there, 487, ""});
  EXPECT_FALSE(desk.state().dialled);
}

TEST_F(DeskLines, CallReturnCallsWhomWeMissed) {
  DeskRules rules;
  rules.keys["D1"] = {KeyType::call_return, "", ""};
  desk = Desk(rules);
  EXPECT_EQ(text(desk.press("D1")), "");
  desk.missed("sip:1002@example.net");
  EXPECT_EQ(text(desk.press("D1")), "place sip:1002@example.net");
}

TEST_F(DeskLines, AKeyOfAnAccountTakesItsCalls) {
  DeskRules rules;
  rules.keys["L1"] = {KeyType::line, "", "1"};
  rules.keys["L2"] = {KeyType::line, "", "2"};
  desk = Desk(rules);
  auto call = incoming("in");
  call.account_id = "2";
  desk.call_changed(call);
  EXPECT_EQ(lamp(desk.state(), "line1"), "off");
  EXPECT_EQ(lamp(desk.state(), "line2"), "green fast_flash");
}

TEST_F(DeskLines, ANewCallGoesOutByTheAccountOfItsKey) {
  DeskRules rules;
  rules.keys["L1"] = {KeyType::line, "", "1"};
  rules.keys["L2"] = {KeyType::line, "", "2"};
  desk = Desk(rules);
  desk.press("L2");
  dial("1003");
  const auto acts = desk.press("#");
  ASSERT_EQ(acts.size(), 1u);
  EXPECT_EQ(std::get<PlaceCall>(acts[0]).account_id, "2");
}

TEST_F(DeskLines, SpeedDialCallsAtOnce) {
  DeskRules rules;
  rules.keys["D1"] = {KeyType::speed_dial, "1005", ""};
  desk = Desk(rules);
  EXPECT_EQ(text(desk.press("D1")), "place 1005");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::speaker);
}

TEST_F(DeskLines, AHotlineCallsWhenNothingIsDialled) {
  DeskRules rules;
  rules.hotline = {"1009", 4s};
  desk = Desk(rules);
  desk.lift();
  EXPECT_EQ(desk.digit_wait(), 4000ms);
  EXPECT_EQ(text(desk.digits_timed_out()), "place 1009");
}

TEST_F(DeskLines, AHotlineWithoutDelayCallsAtOnce) {
  DeskRules rules;
  rules.hotline = {"1009", 0ms};
  desk = Desk(rules);
  EXPECT_EQ(text(desk.lift()), "place 1009");
}

TEST_F(DeskLines, ABlockedNumberIsNotCalled) {
  DeskRules rules;
  rules.plan.block_out = {"0900."};
  desk = Desk(rules);
  desk.lift();
  dial("09001");
  EXPECT_EQ(text(desk.press("#")), "");
  EXPECT_EQ(desk.state().notice, "Number blocked");
}

TEST_F(DeskLines, LiftingSendsWhatWasEnteredOnHook) {
  dial("1002");
  EXPECT_EQ(text(desk.lift()), "place 1002");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::handset);
}

TEST_F(DeskLines, DigitsStayHereWhileTheCallIsOnHold) {
  desk.lift();
  change("a", CallState::dialing);
  change("a", CallState::connected);
  change("a", CallState::held_local);
  EXPECT_EQ(text(desk.press("5")), "");
}

}  // namespace
}  // namespace offhook::phone
