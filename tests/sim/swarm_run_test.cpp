// SPDX-License-Identifier: GPL-3.0-or-later
// Whole walks: the same each time, and a fault that is planted is found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/swarm/run_walk.hpp"

namespace offhook::sim::swarm {
namespace {

using ::testing::IsEmpty;

const char* const plugin = OFFHOOK_PLUGIN_DIR "/sim.so";

WalkResult play(const Walk& walk) {
  auto result = run_walk(walk, plugin);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : WalkResult{};
}

std::vector<std::string> told(const WalkResult& result) {
  std::vector<std::string> all;
  for (const auto& breach : result.breaches) all.push_back(to_string(breach));
  return all;
}

/// Two phones without anything special.
Walk two_phones(const std::vector<std::string>& lines) {
  Walk walk;
  walk.length = 60s;
  for (const char* user : {"1001", "1002"})
    walk.phones.push_back(
        {std::string(user) == "1001" ? "alice" : "bob",
         std::string("[[account]]\nuser = \"") + user +
             "\"\ndomain = \"sim.test\"\npassword = \"pw\"\nregistrar = \"sip:sim.test\"\n"
             "outbound_proxy = \"sip:192.0.2.10:5060;lr\"\n"});
  for (const auto& line : lines) walk.steps.push_back(*read_step(line));
  return walk;
}

TEST(SwarmRun, OfASeedIsTheSameEachTimeAndOfAnotherSeedAnother) {
  const auto walk = make_walk(3, 60s);
  const auto once = play(walk), again = play(walk), other = play(make_walk(4, 60s));

  EXPECT_EQ(once.hash, again.hash);
  EXPECT_EQ(once.lived, again.lived);
  EXPECT_NE(once.hash, other.hash);
}

TEST(SwarmRun, OfACallThatIsHeldResumedAndEndedBreaksNothing) {
  const auto result = play(two_phones(
      {"11.000 alice lift", "11.500 alice type 1002#", "14.000 bob lift", "16.000 alice press HOLD",
       "18.000 alice press HOLD", "20.000 bob replace", "22.000 alice replace"}));

  EXPECT_THAT(told(result), IsEmpty());
}

TEST(SwarmRun, SurvivesDeathsAndCuts) {
  const auto result =
      play(two_phones({"11.000 alice api call.dial 0 1002", "14.000 bob lift", "15.000 bob kill",
                       "16.000 bob start", "17.000 net cut proxy", "18.000 alice api call.hangup 0",
                       "25.000 net heal", "26.000 proxy kill", "30.000 proxy start lost",
                       "31.000 net doom registration 1", "32.000 alice api call.dial 0 1002",
                       "32.010 net doom call_leg 3"}));

  EXPECT_THAT(told(result), IsEmpty());
}

}  // namespace
}  // namespace offhook::sim::swarm
