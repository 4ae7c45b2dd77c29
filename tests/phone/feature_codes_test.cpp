// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/feature_codes.hpp"

#include <gtest/gtest.h>

#include "actors/phone/auto_redial.hpp"

namespace offhook::phone {
namespace {

using namespace std::chrono_literals;
using Numbers = std::vector<std::string>;

FeatureCodes star_codes() {
  FeatureCodes codes;
  codes.of(ForwardKind::always) = {"*72", "*73"};
  codes.of(ForwardKind::busy) = {"*90", "*91"};
  codes.do_not_disturb = {"*78", "*79"};
  return codes;
}
FeatureSwitches forwarding_to(const std::string& target) {
  FeatureSwitches switches;
  switches.forwards.of(ForwardKind::always) = {true, target};
  return switches;
}

TEST(FeatureCodes, AForwardIsTurnedOnWithItsTargetAndOffWithout) {
  EXPECT_EQ(codes_for(star_codes(), {}, forwarding_to("1009")), (Numbers{"*721009"}));
  EXPECT_EQ(codes_for(star_codes(), forwarding_to("1009"), {}), (Numbers{"*73"}));
}

TEST(FeatureCodes, AnotherTargetIsToldToo) {
  EXPECT_EQ(codes_for(star_codes(), forwarding_to("1009"), forwarding_to("1008")),
            (Numbers{"*721008"}));
}

TEST(FeatureCodes, WhatHasNoCodeIsToldToNobody) {
  FeatureSwitches switches;
  switches.forwards.of(ForwardKind::no_answer) = {true, "1009"};
  EXPECT_EQ(codes_for(star_codes(), {}, switches), Numbers{});
}

TEST(FeatureCodes, DoNotDisturbHasItsOwn) {
  FeatureSwitches switches;
  switches.do_not_disturb = true;
  EXPECT_EQ(codes_for(star_codes(), {}, switches), (Numbers{"*78"}));
  EXPECT_EQ(codes_for(star_codes(), switches, {}), (Numbers{"*79"}));
}

TEST(FeatureCodes, AnonymityHasItsOwn) {
  FeatureCodes codes;
  codes.anonymous = {"*67", "*68"};
  codes.reject_anonymous = {"*77", ""};
  const PrivacySwitches none{}, both{true, true};
  EXPECT_EQ(codes_for(codes, none, both), (Numbers{"*67", "*77"}));
  EXPECT_EQ(codes_for(codes, both, none), (Numbers{"*68"}));
  EXPECT_EQ(codes_for(codes, both, both), Numbers{});
}

TEST(CodesToDial, TellOfAnonymityByAccount) {
  FeatureCodes star;
  star.anonymous = {"*67", "*68"};
  Features features;
  features.privacy["1"] = {true, false};
  CodesToDial codes(star, features);
  features.privacy["2"] = {true, false};
  codes.changed(features, "2");
  codes.changed(features, "1");

  EXPECT_EQ(codes.take(), (CodesToDial::Due{"2", "*67"}));
  EXPECT_TRUE(codes.empty()) << "what the settings switched on is no news";
}

TEST(CodesToDial, WaitInTheOrderOfTheSwitches) {
  Features features;
  CodesToDial codes(star_codes(), features);
  features.set_do_not_disturb("1", true);
  codes.changed(features, "1");
  features.set_do_not_disturb("1", false);
  codes.changed(features, "1");

  EXPECT_EQ(codes.take(), (CodesToDial::Due{"1", "*78"}));
  EXPECT_EQ(codes.take(), (CodesToDial::Due{"1", "*79"}));
  EXPECT_EQ(codes.take(), std::nullopt);
}

TEST(CodesToDial, WhatSettingsSwitchedOnIsNotNews) {
  Features features;
  features.phone.do_not_disturb = true;
  CodesToDial codes(star_codes(), features);
  codes.changed(features, "1");
  EXPECT_TRUE(codes.empty());
}

TEST(CodesToDial, ASwitchOfThePhoneIsNoNewsToAnAccountWithForwardsOfItsOwn) {
  Features features;
  features.forward_scope = FeatureScope::account;
  features.phone.do_not_disturb = true;
  CodesToDial codes(star_codes(), features);
  features.forwards_of("1").of(ForwardKind::always) = {true, "1009"};
  codes.changed(features, "1");

  EXPECT_EQ(codes.take(), (CodesToDial::Due{"1", "*721009"}));
  EXPECT_TRUE(codes.empty());
}

TEST(CodesToDial, DoNotPileUp) {
  Features features;
  CodesToDial codes(star_codes(), features);
  for (int i = 0; i < 100; ++i) {
    features.set_do_not_disturb("1", i % 2 == 0);
    codes.changed(features, "1");
  }
  std::size_t waiting = 0;
  while (codes.take()) ++waiting;
  EXPECT_EQ(waiting, CodesToDial::most_waiting);
}

TEST(AutoRedial, CallsAsOftenAsItMay) {
  AutoRedial redial({.enabled = true, .interval = 10s, .times = 2});
  EXPECT_EQ(redial.was_busy("1002", "1"), 10s);
  EXPECT_EQ(redial.take()->number, "1002");
  EXPECT_EQ(redial.was_busy("1002", "1"), 10s);
  EXPECT_EQ(redial.take()->left, 1);
  EXPECT_EQ(redial.was_busy("1002", "1"), std::nullopt);
}

TEST(AutoRedial, BeginsAnewForAnotherNumber) {
  AutoRedial redial({.enabled = true, .interval = 10s, .times = 1});
  redial.was_busy("1002", "1");
  redial.take();
  EXPECT_EQ(redial.was_busy("1003", "1"), 10s);
}

TEST(AutoRedial, AKeyEndsIt) {
  AutoRedial redial({.enabled = true, .interval = 10s, .times = 1});
  redial.was_busy("1002", "1");
  redial.stop();
  EXPECT_FALSE(redial.take());
}

TEST(AutoRedial, IsOffUnlessSwitchedOn) {
  EXPECT_EQ(AutoRedial({}).was_busy("1002", "1"), std::nullopt);
}

}  // namespace
}  // namespace offhook::phone
