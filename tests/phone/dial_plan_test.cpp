// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/dial_plan.hpp"

#include <gtest/gtest.h>

#include "actors/phone/dial_pattern.hpp"
#include "actors/phone/digit_map.hpp"

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

TEST(DialPlan, AnotherKeyMaySend) {
  DialPlan plan;
  plan.send_key = EndKey::star;
  std::string digits = "100";
  EXPECT_EQ(take_digit(plan, digits, "#"), DigitOutcome::collected);
  EXPECT_EQ(take_digit(plan, digits, "*"), DigitOutcome::send);
  plan.send_key = EndKey::none;
  EXPECT_EQ(take_digit(plan, digits, "*"), DigitOutcome::collected);
}

struct PatternRow {
  std::string_view pattern, number;
  std::optional<std::vector<std::string>> groups;
};

TEST(DialPattern, MatchesWholeNumbers) {
  using Groups = std::vector<std::string>;
  const PatternRow rows[] = {
      {"1002", "1002", Groups{}},
      {"1002", "10021", std::nullopt},
      {"1xxx", "1002", Groups{}},
      {"1xxx", "1*02", std::nullopt},
      {"[2-4,7]xx", "310", Groups{}},
      {"[2-4,7]xx", "710", Groups{}},
      {"[2-4,7]xx", "510", std::nullopt},
      {"9.", "9", Groups{}},
      {"9.", "9#12", Groups{}},
      {"9(.)", "90123", Groups{"0123"}},
      {"(x)(xx).", "12345", (Groups{"1", "23"})},
      {"((x)x)", "12", (Groups{"12", "1"})},
      {".5", "1525", Groups{}},
  };
  for (const auto& [pattern, number, groups] : rows)
    EXPECT_EQ(match_pattern(pattern, number), groups) << pattern << " " << number;
}

TEST(DialPattern, RefusesWhatDoesNotPair) {
  for (const char* bad : {"", "(1", "1)", "[", "[]", "[1", "....", "((((((((((1))))))))))"})
    EXPECT_FALSE(check_pattern(bad).ok()) << bad;
  EXPECT_FALSE(match_pattern("(1", "1"));
}

TEST(DialPattern, FillsInGroups) {
  EXPECT_EQ(fill_in("00$1-$2$3", {"49", "30"}), "0049-30");
  EXPECT_EQ(fill_in("$", {}), "$");
}

struct MapRow {
  std::string_view digits;
  MapMatch match;
};

// The digit map of RFC 3435 §2.1.5.
TEST(DigitMap, MatchesTheExampleOfTheRfc) {
  constexpr std::string_view map = "(0T|00T|[1-7]xxx|8xxxxxxx|#xxxxxxx|*xx|91xxxxxxxxxx|9011x.T)";
  const MapRow rows[] = {
      {"", MapMatch::partial},        {"0", MapMatch::when_due},   {"00", MapMatch::when_due},
      {"000", MapMatch::none},        {"123", MapMatch::partial},  {"1234", MapMatch::complete},
      {"*6", MapMatch::partial},      {"*67", MapMatch::complete}, {"9011", MapMatch::when_due},
      {"901149", MapMatch::when_due}, {"92", MapMatch::none},
  };
  for (const auto& [digits, match] : rows) EXPECT_EQ(match_digit_map(map, digits), match) << digits;
}

TEST(DigitMap, RefusesWhatItCannotRead) {
  EXPECT_TRUE(check_digit_map("(0T|[1-7]xxx)").ok());
  for (const char* bad : {"", "(0T|)", "T1", "0T1", ".", "[1"})
    EXPECT_FALSE(check_digit_map(bad).ok()) << bad;
  EXPECT_FALSE(check_digit_map(std::string(2000, '1')).ok());
}

TEST(DialPlan, AMapSendsWhatIsComplete) {
  DialPlan plan;
  plan.digit_map = "[1-7]xxx|0T";
  std::string digits = "100";
  EXPECT_EQ(take_digit(plan, digits, "2"), DigitOutcome::send);
  EXPECT_EQ(digits, "1002");
  EXPECT_EQ(digit_wait(plan, "0"), plan.map_short);
  EXPECT_EQ(digit_wait(plan, "10"), plan.map_long);
  EXPECT_EQ(digit_wait(plan, "9"), plan.inter_digit);
}

TEST(DialPlan, DialNowShortensTheWait) {
  DialPlan plan;
  plan.dial_now = {"1xxx"};
  EXPECT_EQ(digit_wait(plan, "1002"), plan.dial_now_delay);
  EXPECT_EQ(digit_wait(plan, "100"), plan.inter_digit);
  plan.block_out = {"1002"};  // block-out comes first
  EXPECT_EQ(digit_wait(plan, "1002"), plan.inter_digit);
}

TEST(DialPlan, AreaCodeThenReplacement) {
  DialPlan plan;
  plan.area_code = {"030", 5, 8};
  plan.replace = {{"030(.)", "+4930$1", ""}, {"1xx", "reception", "2"}};
  EXPECT_EQ(apply_plan(plan, "1234").number, "1234");
  EXPECT_EQ(apply_plan(plan, "12345").number, "+493012345");
  EXPECT_EQ(apply_plan(plan, "123456789").number, "123456789");
  EXPECT_EQ(apply_plan(plan, "100", "1").number, "100");
  EXPECT_EQ(apply_plan(plan, "100", "2").number, "reception");
}

TEST(DialPlan, EmergencyNumbersPassAllOfIt) {
  DialPlan plan;
  plan.block_out = {"."};
  plan.area_code = {"030", 1, 15};
  plan.replace = {{".", "9", ""}};
  const auto help = apply_plan(plan, "112");
  EXPECT_EQ(help.number, "112");
  EXPECT_TRUE(help.emergency);
  EXPECT_FALSE(help.blocked);
  EXPECT_TRUE(apply_plan(plan, "1120").blocked);
  EXPECT_EQ(digit_wait(plan, "112"), plan.dial_now_delay);
}

TEST(DialPlan, StarsMayBeTheDotsOfAnAddress) {
  EXPECT_EQ(direct_address("192*0*2*7"), "sip:192.0.2.7");
  for (const char* other : {"192*0*2", "192*0*2*777", "1*2*3*4*5", "*70", "1002", ""})
    EXPECT_EQ(direct_address(other), "") << other;
}

TEST(TargetUri, GivesANumberTheDomainOfTheAccount) {
  EXPECT_EQ(*target_uri("1002", "sip:1001@example.net"), "sip:1002@example.net");
  EXPECT_EQ(*target_uri("1002", "sip:1001@127.0.0.1:5070"), "sip:1002@127.0.0.1:5070");
  EXPECT_EQ(*target_uri("*70#", "sip:1001@example.net"), "sip:*70%23@example.net");
}

TEST(PhoneNumber, IsMarkedAsOneWhereTheUserPartIsANumber) {
  EXPECT_EQ(as_phone_number("sip:+4930123@example.net"), "sip:+4930123@example.net;user=phone");
  EXPECT_EQ(as_phone_number("sip:1002@example.net;x=y"), "sip:1002@example.net;x=y;user=phone");
  for (const auto* other :
       {"sip:bob@example.net", "sip:1002@example.net;user=ip", "sip:example.net"})
    EXPECT_EQ(as_phone_number(other), other);
}

TEST(TargetUri, KeepsWhatIsAUriAlready) {
  EXPECT_EQ(*target_uri("sip:bob@192.0.2.7:5080", "sip:1001@example.net"),
            "sip:bob@192.0.2.7:5080");
  EXPECT_EQ(*target_uri("sips:bob@example.net", "sip:1001@example.net"), "sips:bob@example.net");
  EXPECT_EQ(*target_uri("bob@192.0.2.7", "sip:1001@example.net"), "sip:bob@192.0.2.7");
}

TEST(TargetUri, GivesATelephoneNumberTheDomainOfTheAccount) {  // RFC 3261 §19.1.6
  EXPECT_EQ(*target_uri("tel:+1-201-555-0123", "sip:1001@example.net"),
            "sip:+12015550123@example.net;user=phone");
}

TEST(TargetUri, RefusesWhatCannotBeDialled) {
  for (const char* bad : {"", "10 02", "1002\r\nX-Evil: 1", "<sip:x@y>", "tel:", "sip:"})
    EXPECT_FALSE(target_uri(bad, "sip:1001@example.net").ok()) << bad;
}

}  // namespace
}  // namespace offhook::phone
