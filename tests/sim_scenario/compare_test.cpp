// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/compare.hpp"

#include <gmock/gmock.h>

#include "sim/scenario/side_by_side.hpp"
#include "tests/sim_scenario/files.hpp"
#include "tests/sim_scenario/trace_writer.hpp"

namespace offhook::sim::scenario {
namespace {

using testing::HasSubstr;

/// A call through the proxy.
TraceWriter call() {
  TraceWriter trace;
  trace.request("alice", "proxy", "INVITE", "sendrecv")
      .request("proxy", "bob", "INVITE", "sendrecv");
  trace.confirmed();
  trace.response("bob", "proxy", 180).response("proxy", "alice", 180);
  trace.response("bob", "proxy", 200, "sendrecv").response("proxy", "alice", 200, "sendrecv");
  trace.request("alice", "proxy", "ACK").request("proxy", "bob", "ACK");
  trace.rtp("alice", "bob", 500ms).rtp("bob", "alice", 500ms).wait(600ms);
  trace.request("bob", "proxy", "BYE").request("proxy", "alice", "BYE");
  trace.response("alice", "proxy", 200).response("proxy", "bob", 200);
  return trace;
}
const std::vector<std::string> call_rows = {"alice -> proxy  INVITE 1002  sdp.dir=sendrecv",
                                            "proxy -> bob  INVITE 1002",
                                            "bob -> proxy  180",
                                            "proxy -> alice  180",
                                            "bob -> proxy  200 INVITE  sdp.codec=PCMU",
                                            "proxy -> alice  200",
                                            "alice -> proxy  ACK",
                                            "proxy -> bob  ACK",
                                            "bob -> proxy  BYE",
                                            "proxy -> alice  BYE",
                                            "alice -> proxy  200 BYE",
                                            "proxy -> bob  200"};

std::string verdict(const std::vector<std::string>& rows, const Observed& observed) {
  const auto expected = ladder_of(rows);
  return explain(compare(expected, observed), expected, observed);
}

TEST(LadderComparison, HoldsWhereEachRowIsSent) {
  EXPECT_EQ(verdict(call_rows, call().observed()), "");
}

TEST(LadderComparison, ReportsAWrongRowWhereItStands) {
  const auto observed = call().observed();
  for (std::size_t i = 0; i < call_rows.size(); ++i) {
    auto rows = call_rows;
    rows[i] = "bob -> alice  MESSAGE";
    const auto expected = ladder_of(rows);
    const auto result = compare(expected, observed);
    ASSERT_TRUE(result.mismatch) << i;
    EXPECT_EQ(result.mismatch->expected, &expected[i].rows[0]) << i;
    EXPECT_EQ(result.mismatch->observed, i);
    EXPECT_EQ(result.aligned.size(), i);
  }
}

TEST(LadderComparison, ReportsAMissingAndASuperfluousRowWhereItStands) {
  const auto observed = call().observed();
  for (std::size_t i = 0; i < call_rows.size(); ++i) {
    auto missing = call_rows;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    const auto fewer = ladder_of(missing);
    const auto result = compare(fewer, observed);
    ASSERT_TRUE(result.mismatch) << i;
    EXPECT_EQ(result.mismatch->observed, i);

    auto more = call_rows;
    more.insert(more.begin() + static_cast<std::ptrdiff_t>(i), "proxy -> bob  OPTIONS");
    const auto longer = ladder_of(more);
    EXPECT_EQ(compare(longer, observed).mismatch->expected, &longer[i].rows[0]) << i;
  }
}

TEST(LadderComparison, WildcardsStandForAnyNumber) {
  const auto observed = call().observed();
  EXPECT_EQ(verdict({"..."}, observed), "");
  EXPECT_EQ(verdict({"...", "proxy -> bob  200", "..."}, observed), "");
  EXPECT_EQ(verdict({"alice -> proxy  INVITE", "...", "bob -> proxy  BYE", "..."}, observed), "");
  EXPECT_THAT(verdict({"...", "bob -> proxy  REFER", "..."}, observed), HasSubstr("line 2:"));
  // The first that fits may be the wrong one.
  EXPECT_EQ(verdict({"...", "alice -> proxy  200 BYE", "proxy -> bob  200"}, observed), "");
}

TEST(LadderComparison, GroupsComeInAnyOrder) {
  const auto observed = call().observed();
  auto rows = call_rows;
  rows.insert(rows.begin() + 8, "}");
  std::swap(rows[4], rows[7]);
  std::swap(rows[5], rows[6]);
  rows.insert(rows.begin() + 4, "{");
  EXPECT_EQ(verdict(rows, observed), "");
  rows.insert(rows.begin() + 5, "? bob -> proxy  183");
  EXPECT_EQ(verdict(rows, observed), "");
  rows[5] = "bob -> proxy  183";
  EXPECT_THAT(verdict(rows, observed), HasSubstr("line 6: bob -> proxy 183"));
}

TEST(LadderComparison, OptionalRowsMayBeThereOrNot) {
  const auto observed = call().observed();
  auto rows = call_rows;
  rows[2] = "? " + rows[2];
  rows.insert(rows.begin() + 3, "? proxy -> alice  183");
  EXPECT_EQ(verdict(rows, observed), "");
}

TEST(LadderComparison, NamesTheNearestMessageAndItsFields) {
  auto rows = call_rows;
  rows[0] = "alice -> proxy  INVITE 1002  sdp.dir=sendonly replaces!";
  const auto text = verdict(rows, call().observed());

  EXPECT_THAT(text, HasSubstr("comes nearest    alice -> proxy INVITE 1002"));
  EXPECT_THAT(text, HasSubstr("sdp.dir: expected sendonly, is sendrecv"));
  EXPECT_THAT(text, HasSubstr("replaces: expected to be there, is missing"));
}

TEST(LadderComparison, MediaFlowsBesideTheMessages) {
  auto rows = call_rows;
  rows.insert(rows.begin() + 8, "alice == bob  RTP PCMU");
  EXPECT_EQ(verdict(rows, call().observed()), "");
  rows[8] = "alice == bob  RTP PCMA";
  EXPECT_THAT(verdict(rows, call().observed()), HasSubstr("line 9: alice == bob RTP PCMA"));
  rows[8] = "bob -> alice  RTP none";
  EXPECT_THAT(verdict(rows, call().observed()), HasSubstr("RTP from bob to alice: expected none"));
  rows.erase(rows.begin() + 8);
  rows.insert(rows.begin() + 4, "alice == bob  RTP none");
  EXPECT_EQ(verdict(rows, call().observed()), "");
  rows[4] = "alice -> bob  RTP";
  EXPECT_THAT(verdict(rows, call().observed()), HasSubstr("line 5:"));
}

TEST(LadderComparison, BothSidesFitTheWidth) {
  auto rows = call_rows;
  rows[5] =
      "F6  proxy -> alice  486  a-header-with-a-long-name=\"and a value that is longer still\"";
  const auto text = verdict(rows, call().observed());
  EXPECT_THAT(text, HasSubstr("line 6, F6:"));
  EXPECT_THAT(text, HasSubstr("! F6 proxy -> alice 486"));

  std::istringstream lines(text.substr(text.find("\n\n") + 2));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

}  // namespace
}  // namespace offhook::sim::scenario
