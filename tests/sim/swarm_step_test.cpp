// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <gtest/gtest.h>

#include "actors/phone/settings.hpp"
#include "sim/swarm/shrink.hpp"
#include "sim/swarm/step.hpp"
#include "sim/swarm/walk.hpp"

namespace offhook::sim::swarm {
namespace {

TEST(SwarmStep, IsALineAndReadAgain) {
  for (const char* line : {"0.000 alice lift", "12.345 bob press HOLD 1500",
                           "600.001 net link alice proxy loss=5", "1.000 proxy start lost",
                           "2.000 carol api call.dial 0 1002", "3.000 net doom call_leg 7"}) {
    const auto step = read_step(line);
    ASSERT_TRUE(step.ok()) << step.status();
    EXPECT_EQ(to_line(*step), line);
  }
}

TEST(SwarmStep, TellsWhatItExpected) {
  EXPECT_FALSE(read_step("alice lift").ok());
  EXPECT_FALSE(read_step("1 alice lift").ok());
  EXPECT_FALSE(read_step("1.5 alice lift").ok());
  EXPECT_FALSE(read_step("1.000 alice dances").ok());
  EXPECT_FALSE(read_step("1.000 alice press").ok());
  EXPECT_FALSE(read_step("1.000 alice lift it").ok());
}

TEST(SwarmWalk, IsAFunctionOfItsSeed) {
  EXPECT_EQ(to_text(make_walk(7, 600s)), to_text(make_walk(7, 600s)));
  EXPECT_NE(to_text(make_walk(7, 600s)), to_text(make_walk(8, 600s)));
}

TEST(SwarmWalk, OfManySeedsIsReadFromItsFileAsItWas) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const auto walk = make_walk(seed, 300s);
    const auto text = to_text(walk);
    const auto again = read_walk(text, "a.walk");
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(to_text(*again), text);
    EXPECT_GE(walk.phones.size(), 2u);
    EXPECT_TRUE(std::is_sorted(walk.steps.begin(), walk.steps.end(),
                               [](const Step& a, const Step& b) { return a.at < b.at; }));
    for (const auto& phone : walk.phones) {
      const auto settings = phone::parse_settings(phone.settings, phone.name);
      EXPECT_TRUE(settings.ok()) << seed << " " << settings.status() << "\n" << phone.settings;
    }
  }
}

TEST(SwarmWalk, FileWithAFaultNamesTheLine) {
  auto text = to_text(make_walk(1, 60s));
  const auto line = std::count(text.begin(), text.end(), '\n');
  text.insert(text.rfind("'''"), "70.000 alice dances\n");
  const auto read = read_walk(text, "a.walk");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(message_of(read.status()), "a.walk:" + std::to_string(line) + ": nobody can 'dances'");
  EXPECT_FALSE(read_walk("seed = 1", "a.walk").ok());
  EXPECT_FALSE(read_walk("seed = ", "a.walk").ok());
}

std::vector<Step> numbered(std::size_t count) {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < count; ++i)
    steps.push_back({std::chrono::seconds(i), "alice", Verb::lift, {}});
  return steps;
}
bool has(const std::vector<Step>& steps, std::chrono::seconds at) {
  return std::any_of(steps.begin(), steps.end(), [&](const Step& step) { return step.at == at; });
}

TEST(SwarmShrink, FindsTheTwoStepsThatMatterAmongAHundred) {
  const auto fails = [](const std::vector<Step>& steps) {
    return has(steps, 13s) && has(steps, 77s);
  };
  const auto few = shrink(numbered(100), fails, [] { return true; });

  ASSERT_EQ(few.size(), 2u);
  EXPECT_TRUE(fails(few));
}

TEST(SwarmShrink, GivesBackWhatItHasWhenTimeIsUp) {
  int tries = 0;
  const auto fails = [&](const std::vector<Step>& steps) {
    ++tries;
    return has(steps, 13s);
  };
  const auto some = shrink(numbered(100), fails, [&] { return tries < 3; });

  EXPECT_TRUE(has(some, 13s));
  EXPECT_LE(tries, 3);
  EXPECT_GT(some.size(), 1u);
}

TEST(SwarmShrink, OfWhatAlwaysFailsNothingIsLeft) {
  EXPECT_TRUE(shrink(
                  numbered(9), [](const auto&) { return true; }, [] { return true; })
                  .empty());
}

}  // namespace
}  // namespace offhook::sim::swarm
