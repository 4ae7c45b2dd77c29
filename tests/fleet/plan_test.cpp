// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/plan.hpp"

#include <gtest/gtest.h>

namespace offhook::sim::fleet {
namespace {

Plan plan_of(std::size_t phones, double cps, std::chrono::milliseconds hold) {
  Plan plan;
  plan.phones = phones;
  plan.calls_per_second = cps;
  plan.hold = hold;
  return plan;
}

TEST(FleetPlan, FiveHundredPhonesCarryTwentyCallsASecondOfTenSeconds) {
  EXPECT_EQ(phones_needed(plan_of(500, 20, 10s)), 412u);
  EXPECT_TRUE(check(plan_of(500, 20, 10s)).ok());
}

TEST(FleetPlan, AnImpossibleRateIsToldWithWhatWouldWork) {
  const auto status = check(plan_of(100, 20, 10s));

  EXPECT_EQ(message_of(status),
            "20 calls/s held for 10 s keep 412 phones busy, but there are 100; what would work: "
            "--phones 412, --cps 4.8, or --hold 2.2s");
}

TEST(FleetPlan, WhatIsProposedWorks) {
  EXPECT_TRUE(check(plan_of(412, 20, 10s)).ok());
  EXPECT_TRUE(check(plan_of(100, 4.8, 10s)).ok());
  EXPECT_TRUE(check(plan_of(100, 20, 2200ms)).ok());
}

TEST(FleetPlan, NonsenseIsRefused) {
  EXPECT_FALSE(check(plan_of(1, 1, 1s)).ok());
  EXPECT_FALSE(check(plan_of(10, 0, 1s)).ok());
  EXPECT_FALSE(check(plan_of(10, -1, 1s)).ok());
  auto endless = plan_of(10, 1, 1s);
  endless.duration = 0ms;
  EXPECT_FALSE(check(endless).ok());
}

TEST(FleetPlan, SharesAddUpToTheWhole) {
  const auto shares = split(plan_of(500, 20, 10s), 3);

  ASSERT_EQ(shares.size(), 3u);
  EXPECT_EQ(shares[0].phones + shares[1].phones + shares[2].phones, 500u);
  EXPECT_EQ(shares[0].phones, 167u);
  EXPECT_DOUBLE_EQ(shares[2].calls_per_second, 20.0 / 3);
}

TEST(FleetPlan, CallsAreDueAtEvenTimes) {
  auto plan = plan_of(10, 4, 1s);
  plan.duration = 1500ms;

  EXPECT_EQ(calls_planned(plan), 6u);
  EXPECT_EQ(due_time(0, 4), 0ns);
  EXPECT_EQ(due_time(5, 4), 1250ms);
}

TEST(FleetUsers, AreReadFromLines) {
  const auto users = parse_users("# name password\n1001 secret\n\n1002:p w \n1003,x # boss\n", "u");

  ASSERT_TRUE(users.ok()) << users.status();
  const std::vector<User> wanted{{"1001", "secret"}, {"1002", "p w"}, {"1003", "x"}};
  EXPECT_EQ(*users, wanted);
}

TEST(FleetUsers, AFaultNamesItsLine) {
  EXPECT_EQ(message_of(parse_users("1001 a\n1002\n", "u.txt").status()),
            "u.txt:2: a user name without a password");
  EXPECT_EQ(message_of(parse_users("1001 a\n1001 b\n", "u.txt").status()),
            "u.txt:2: user 1001 comes twice");
  EXPECT_FALSE(parse_users(":x\n", "u.txt").ok());
  EXPECT_FALSE(parse_users("x:\n", "u.txt").ok());
}

TEST(FleetUsers, AreNumberedWithPasswordsByTemplate) {
  const auto users = number_users(9999, 2, "pw{user}!{user}");

  const std::vector<User> wanted{{"9999", "pw9999!9999"}, {"10000", "pw10000!10000"}};
  EXPECT_EQ(users, wanted);
}

}  // namespace
}  // namespace offhook::sim::fleet
