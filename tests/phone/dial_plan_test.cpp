// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/dial_plan.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

TEST(DialPlan, PoundSendsAndIsNotPartOfTheNumber) {
  std::string digits = "100";
  EXPECT_EQ(take_digit({}, digits, "2"), DigitOutcome::collected);
  EXPECT_EQ(take_digit({}, digits, "#"), DigitOutcome::send);
  EXPECT_EQ(digits, "1002");
}

TEST(DialPlan, AnEmptyNumberIsNotSentByPound) {
  std::string digits;
  EXPECT_EQ(take_digit({}, digits, "#"), DigitOutcome::collected);
  EXPECT_EQ(digits, "#");
}

TEST(DialPlan, OtherKeysAndEndlessNumbersAreIgnored) {
  std::string digits(64, '1');
  EXPECT_EQ(take_digit({}, digits, "HOLD"), DigitOutcome::ignored);
  EXPECT_EQ(take_digit({}, digits, "1"), DigitOutcome::ignored);
  EXPECT_EQ(digits.size(), 64u);
}

TEST(TargetUri, GivesANumberTheDomainOfTheAccount) {
  EXPECT_EQ(*target_uri("1002", "sip:1001@example.net"), "sip:1002@example.net");
  EXPECT_EQ(*target_uri("1002", "sip:1001@127.0.0.1:5070"), "sip:1002@127.0.0.1:5070");
  EXPECT_EQ(*target_uri("*70#", "sip:1001@example.net"), "sip:*70%23@example.net");
}

TEST(TargetUri, KeepsWhatIsAUriAlready) {
  EXPECT_EQ(*target_uri("sip:bob@192.0.2.7:5080", "sip:1001@example.net"),
            "sip:bob@192.0.2.7:5080");
  EXPECT_EQ(*target_uri("sips:bob@example.net", "sip:1001@example.net"), "sips:bob@example.net");
  EXPECT_EQ(*target_uri("bob@192.0.2.7", "sip:1001@example.net"), "sip:bob@192.0.2.7");
}

TEST(TargetUri, RefusesWhatCannotBeDialled) {
  for (const char* bad : {"", "10 02", "1002\r\nX-Evil: 1", "<sip:x@y>", "tel:+123", "sip:"})
    EXPECT_FALSE(target_uri(bad, "sip:1001@example.net").ok()) << bad;
}

}  // namespace
}  // namespace offhook::phone
