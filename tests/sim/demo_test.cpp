// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/demo.hpp"

#include <set>

#include <gtest/gtest.h>

#include "sim/pcapng_writer.hpp"
#include "sim/run_files.hpp"

namespace offhook::sim {
namespace {

RunRecord play(std::uint64_t seed) {
  DemoOptions options;
  options.is_virtual = true;
  options.seed = seed;
  options.board_plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
  auto result = run_demo(options);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : RunRecord{};
}

std::set<std::string> lines_of(const RunRecord& result) {
  std::set<std::string> lines;
  for (const auto& row : result.ladder) lines.insert(to_line(row));
  return lines;
}

TEST(Demo, PassesInVirtualTime) {
  const auto result = play(7);

  EXPECT_TRUE(result.pass) << testing::PrintToString(result.failures);
  ASSERT_EQ(result.directions.size(), 2u);
  for (const auto& way : result.directions) {
    EXPECT_GE(way.match, 0.9) << way.from;
    EXPECT_GE(way.received, 100u) << way.from;
    EXPECT_EQ(way.lost, 0u) << way.from;
    EXPECT_GT(way.mos, 4.0) << way.from;
  }
  EXPECT_LT(result.wall_s, 5);  // the target is 1 s; this catches only a stuck clock
  EXPECT_LT(result.duration, 10s);
}

TEST(Demo, DrawsTheWholeCallThroughTheProxy) {
  const auto lines = lines_of(play(7));

  for (const char* wanted :
       {"alice -> proxy  REGISTER", "bob -> proxy  REGISTER", "alice -> proxy  INVITE 1002",
        "proxy -> bob  INVITE 1002", "alice == bob  RTP PCMU"}) {
    const bool found = std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
      return line.find(wanted) != std::string::npos;
    });
    EXPECT_TRUE(found) << wanted << " is missing in:\n" << testing::PrintToString(lines);
  }
}

TEST(Demo, TheSameSeedGivesTheSameBytes) {
  const auto once = play(7), again = play(7);

  EXPECT_EQ(once.events, again.events);
  EXPECT_EQ(to_pcapng(once.trace, "offhook"), to_pcapng(again.trace, "offhook"));
  EXPECT_EQ(once.phones[0].heard, again.phones[0].heard);
}

TEST(Demo, AnotherSeedGivesOtherBytesAndPassesToo) {
  const auto seven = play(7), eight = play(8);

  EXPECT_NE(seven.events, eight.events);
  EXPECT_TRUE(eight.pass) << testing::PrintToString(eight.failures);
}

}  // namespace
}  // namespace offhook::sim
