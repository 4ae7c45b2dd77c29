// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/features.hpp"

#include <gtest/gtest.h>

#include "actors/phone/key_lamps.hpp"

namespace offhook::phone {
namespace {

using namespace std::chrono_literals;
using enum ForwardKind;

Features with(ForwardKind kind) {
  Features features;
  features.phone.forwards.of(kind) = {true, "1009"};
  return features;
}
IncomingFacts a_call() { return {.account_id = "1", .caller = "1002"}; }
IncomingFacts busy_call() {
  auto facts = a_call();
  facts.in_call = true;
  facts.line_free = false;
  return facts;
}

TEST(Features, ACallRingsForAWhile) {
  const auto verdict = judge_call({}, a_call());
  EXPECT_TRUE(verdict.rings());
  EXPECT_EQ(verdict.limit, 180s);
  EXPECT_EQ(verdict.late_target, "");
}

TEST(Features, AllCallsAreSentOn) {
  const auto verdict = judge_call(with(always), a_call());
  EXPECT_EQ(verdict.target, "1009");
  EXPECT_EQ(verdict.kind, always);
}

TEST(Features, AForwardWithoutTargetOrSwitchedOffDoesNothing) {
  auto features = with(always);
  features.phone.forwards.of(always).target.clear();
  EXPECT_TRUE(judge_call(features, a_call()).rings());
  features.phone.forwards.of(always) = {false, "1009"};
  EXPECT_TRUE(judge_call(features, a_call()).rings());
}

TEST(Features, AForwardAbroadMayBeForbidden) {
  auto features = with(always);
  features.phone.forwards.of(always).target = "004930123";
  EXPECT_EQ(judge_call(features, a_call()).target, "004930123");
  features.forwards_abroad = false;
  EXPECT_TRUE(judge_call(features, a_call()).rings());
  for (const auto* abroad : {"+4930123", "0049", "tel:+49", "sip:0049@example.net"})
    EXPECT_FALSE(features.may_forward_to(abroad)) << abroad;
  for (const auto* near : {"1009", "030123", "sip:carol@example.net"})
    EXPECT_TRUE(features.may_forward_to(near)) << near;
  features.international_prefix = "011";
  EXPECT_FALSE(features.may_forward_to("01149"));
  EXPECT_TRUE(features.may_forward_to("0049"));
}

TEST(Features, WhenBusyIsAboutLinesAndCallWaiting) {
  EXPECT_TRUE(judge_call(with(busy), a_call()).rings());
  EXPECT_EQ(judge_call(with(busy), busy_call()).target, "1009");
  EXPECT_EQ(judge_call({}, busy_call()).status, 486);
  auto waiting = a_call();
  waiting.in_call = true;
  EXPECT_TRUE(judge_call(with(busy), waiting).rings());
  auto features = with(busy);
  features.call_waiting = false;
  EXPECT_EQ(judge_call(features, waiting).target, "1009");
  features.phone.forwards = {};
  features.busy_status = 480;
  EXPECT_EQ(judge_call(features, waiting).status, 480);
}

TEST(Features, UnansweredCallsAreSentOnAfterTheRingTime) {
  auto features = with(no_answer);
  features.phone.forwards.ring = 18s;
  const auto verdict = judge_call(features, a_call());
  EXPECT_TRUE(verdict.rings());
  EXPECT_EQ(verdict.limit, 18s);
  EXPECT_EQ(verdict.late_target, "1009");
}

TEST(Features, AlwaysComesBeforeBusyAndBusyBeforeNoAnswer) {
  auto features = with(always);
  features.phone.forwards.of(busy) = {true, "1008"};
  features.phone.forwards.of(no_answer) = {true, "1007"};
  EXPECT_EQ(judge_call(features, busy_call()).target, "1009");
  features.phone.forwards.of(always).enabled = false;
  EXPECT_EQ(judge_call(features, busy_call()).target, "1008");
}

TEST(Features, DoNotDisturbComesBeforeEveryForward) {
  for (const auto kind : every_forward_kind) {
    auto features = with(kind);
    features.phone.do_not_disturb = true;
    EXPECT_EQ(judge_call(features, a_call()).status, 480);
    features.do_not_disturb_status = 486;
    EXPECT_EQ(judge_call(features, a_call()).status, 486);
  }
}

TEST(Features, SomeRingThroughAndAreNotSentOn) {
  auto features = with(no_answer);
  features.phone.forwards.of(always) = {true, "1008"};
  features.phone.do_not_disturb = true;
  features.emergency = {"1002"};
  const auto verdict = judge_call(features, a_call());
  EXPECT_TRUE(verdict.rings());
  EXPECT_EQ(verdict.late_target, "");  // do not disturb switches it off
  auto other = a_call();
  other.caller = "1003";
  EXPECT_EQ(judge_call(features, other).status, 480);
}

TEST(Features, ALoopIsRefused) {
  auto facts = a_call();
  facts.forwarded_too_often = true;
  EXPECT_EQ(judge_call(with(always), facts).status, 482);
  EXPECT_EQ(judge_call(with(no_answer), facts).late_target, "");
}

TEST(Features, OnlyTheSwitchesOfTheirScopeCount) {
  auto features = with(always);
  features.accounts["1"].forwards.of(always) = {true, "1005"};
  features.accounts["1"].do_not_disturb = true;
  EXPECT_EQ(judge_call(features, a_call()).target, "1009");
  features.forward_scope = FeatureScope::account;
  EXPECT_EQ(judge_call(features, a_call()).target, "1005");
  features.do_not_disturb_scope = FeatureScope::account;
  EXPECT_EQ(judge_call(features, a_call()).status, 480);
  auto other = a_call();
  other.account_id = "2";
  EXPECT_EQ(judge_call(features, other).target, "1009");
}

TEST(Features, TellThemselves) {
  auto features = with(busy);
  features.set_do_not_disturb("1", true);
  const auto info = features.info("1");
  EXPECT_TRUE(info.do_not_disturb);
  ASSERT_EQ(info.forwards.size(), 3u);
  EXPECT_EQ(info.forwards[1].kind, "busy");
  EXPECT_EQ(info.forwards[1].target, "1009");
  EXPECT_EQ(info.forwards[2].ring_s, 12);
}

TEST(KeyLamps, ShowWhatIsOn) {
  DeskRules rules;
  rules.keys["D1"] = {KeyType::do_not_disturb, "", ""};
  rules.keys["D2"] = {KeyType::forward, "", ""};
  rules.keys["D3"] = {KeyType::speed_dial, "1005", ""};
  rules.keys["D4"] = {KeyType::page, "Office", ""};
  rules.keys["D5"] = {KeyType::group_listening, "", ""};
  DeskState state;
  state.paging = "Office";

  const auto lamps = key_lamps(rules, with(always), state);

  ASSERT_EQ(lamps.size(), 4u);
  EXPECT_EQ(lamps.at(hal::dss_led(1)), device::led_off);
  EXPECT_EQ(lamps.at(hal::dss_led(2)), device::steady(device::LedColour::red));
  EXPECT_EQ(lamps.at(hal::dss_led(4)), device::steady(device::LedColour::green));
  EXPECT_EQ(lamps.at(hal::dss_led(5)), device::led_off);
}

TEST(Features, AnAccountMayHideAndRefuseThoseWhoDo) {
  Features features;
  features.reject_anonymous = true;
  EXPECT_EQ(features.privacy_of("1"), (PrivacySwitches{false, true})) << "as [phone] says";
  features.privacy["1"] = {true, false};
  features.privacy["2"] = {};
  EXPECT_TRUE(features.info("1").anonymous);
  EXPECT_FALSE(features.info("1").reject_anonymous);
  EXPECT_FALSE(features.info("2").anonymous);
}

}  // namespace
}  // namespace offhook::phone
