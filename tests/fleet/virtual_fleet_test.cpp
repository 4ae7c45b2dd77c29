// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/virtual_fleet.hpp"

#include <gtest/gtest.h>

namespace offhook::sim::fleet {
namespace {

VirtualOptions small_fleet() {
  VirtualOptions options;
  options.plan.phones = 20;
  options.plan.calls_per_second = 4;
  options.plan.hold = 2s;
  options.plan.duration = 5s;
  options.users = number_users(100, 20, "pw{user}");
  options.board_plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
  return options;
}

TEST(VirtualFleet, PlacesEveryCallAndLosesNone) {
  auto options = small_fleet();
  std::vector<CallRecord> calls;
  options.call_over = [&](const CallRecord& call) { calls.push_back(call); };

  const auto report = run_virtual_fleet(options);

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->passed()) << to_text(*report);
  EXPECT_EQ(report->statistics.phones_registered, 20u);
  EXPECT_EQ(report->statistics.calls_completed, 20u);
  ASSERT_EQ(calls.size(), 20u);
  for (const auto& call : calls) {
    ASSERT_TRUE(call.ringing && call.answered && call.set_up && call.goodbye) << call.failure;
    EXPECT_LT(*call.ringing, 20ms);  // four links of 2 ms
    EXPECT_GT(*call.answered, 100ms);
    EXPECT_LE(*call.goodbye, 20ms);
    EXPECT_NE(call.caller, call.callee);
  }
  EXPECT_EQ(report->statistics.sent_again, Statistics::Counts{});
}

TEST(VirtualFleet, TheSameSeedGivesTheSameResults) {
  const auto run = [] {
    auto options = small_fleet();
    std::string lines;
    options.call_over = [&](const CallRecord& call) { lines += csv_line(call); };
    const auto report = run_virtual_fleet(options);
    return lines + (report.ok() ? to_json(*report) : message_of(report.status()));
  };

  EXPECT_EQ(run(), run());
}

TEST(VirtualFleet, WithSoundTheCallsBringSoundToo) {
  auto options = small_fleet();
  options.plan.phones = 8;
  options.plan.calls_per_second = 1;
  options.users.resize(8);
  options.sound = true;

  const auto report = run_virtual_fleet(options);

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->passed()) << to_text(*report);
  EXPECT_EQ(report->statistics.calls_completed, 5u);
}

TEST(VirtualFleet, EndedEarlyItKeepsWhatHasHappened) {
  auto options = small_fleet();
  options.plan.duration = 600s;
  bool told = false;
  options.go_on = [&](const Standing& standing, Instant) {
    return standing.statistics.calls_completed < 4 || std::exchange(told, true);
  };

  const auto report = run_virtual_fleet(options);

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->outcome, Outcome::interrupted);
  EXPECT_GE(report->statistics.calls_completed, 4u);
  EXPECT_EQ(report->statistics.calls_failed, 0u) << to_text(*report);
  EXPECT_LT(report->wall, 30s);
}

}  // namespace
}  // namespace offhook::sim::fleet
