// SPDX-License-Identifier: GPL-3.0-or-later
// What may differ between the kinds of world, and what may not.
#include <gmock/gmock.h>

#include "sim/scenario/ability.hpp"
#include "sim/scenario/compare.hpp"
#include "sim/scenario/far_proxy.hpp"
#include "sim/scenario/simultaneous.hpp"
#include "tests/sim_scenario/files.hpp"
#include "tests/sim_scenario/trace_writer.hpp"

namespace offhook::sim::scenario {
namespace {

using testing::HasSubstr;

const std::set<std::string> servers = {"proxy"};

/// A refusal: the proxy acknowledges it and hands it on at once.
Observed refused_call() {
  TraceWriter trace;
  trace.request("alice", "proxy", "INVITE").request("proxy", "bob", "INVITE");
  trace.response("bob", "proxy", 486);
  trace.request("proxy", "bob", "ACK");
  return trace.response("proxy", "alice", 486).request("alice", "proxy", "ACK").observed();
}

bool holds(const std::vector<std::string>& rows, const Observed& observed) {
  const auto expected = ladder_of(rows);
  return compare(expected, in_written_order(expected, observed, servers)).holds();
}

TEST(Simultaneous, TwoLegsOfAServerHaveNoOrder) {
  const auto observed = refused_call();

  EXPECT_TRUE(holds({"alice -> proxy  INVITE", "proxy -> bob  INVITE", "bob -> proxy  486",
                     "proxy -> alice  486", "proxy -> bob  ACK", "alice -> proxy  ACK"},
                    observed));
  EXPECT_TRUE(holds({"...", "proxy -> alice  486", "proxy -> bob  ACK", "..."}, observed));
}

TEST(Simultaneous, NothingComesBeforeItsCause) {
  const auto observed = refused_call();

  EXPECT_FALSE(holds({"proxy -> bob  INVITE", "alice -> proxy  INVITE", "bob -> proxy  486",
                      "proxy -> alice  486", "proxy -> bob  ACK", "alice -> proxy  ACK"},
                     observed));
  EXPECT_FALSE(holds({"...", "alice -> proxy  ACK", "proxy -> alice  486", "..."}, observed));
}

TEST(Simultaneous, WhatAPhoneSendsHasTheOrderInWhichItActs) {
  TraceWriter trace;
  const auto observed =
      trace.request("alice", "proxy", "ACK").request("alice", "proxy", "BYE").observed();

  EXPECT_FALSE(holds({"alice -> proxy  BYE", "alice -> proxy  ACK"}, observed));
}

TEST(Simultaneous, TheAnswerToCancelWaitsForNobody) {
  TraceWriter trace;
  trace.request("alice", "proxy", "CANCEL").request("proxy", "bob", "CANCEL");
  const auto observed =
      trace.response("bob", "proxy", 200).response("proxy", "alice", 200).observed();

  EXPECT_TRUE(holds({"alice -> proxy  CANCEL", "proxy -> alice  200 CANCEL", "proxy -> bob  CANCEL",
                     "bob -> proxy  200 CANCEL"},
                    observed));
  EXPECT_FALSE(holds({"proxy -> alice  200 CANCEL", "alice -> proxy  CANCEL",
                      "proxy -> bob  CANCEL", "bob -> proxy  200 CANCEL"},
                     observed));
}

TEST(Simultaneous, LongAfterIsNotAtOnce) {
  TraceWriter trace;
  trace.request("alice", "proxy", "OPTIONS").wait(at_once);
  const auto observed = trace.request("bob", "proxy", "OPTIONS").observed();

  EXPECT_FALSE(holds({"bob -> proxy  OPTIONS", "alice -> proxy  OPTIONS"}, observed));
}

TEST(Simultaneous, AGroupIsPutTogetherAgain) {
  TraceWriter trace;
  trace.request("alice", "proxy", "NOTIFY").request("bob", "proxy", "INFO");
  const auto observed =
      trace.request("proxy", "bob", "NOTIFY").request("proxy", "alice", "INFO").observed();

  EXPECT_TRUE(holds({"{", "alice -> proxy  NOTIFY", "proxy -> bob  NOTIFY", "}",
                     "bob -> proxy  INFO", "proxy -> alice  INFO"},
                    observed));
}

TEST(FarProxy, AChallengedAttemptDoesNotCount) {
  TraceWriter trace;
  trace.request("alice", "proxy", "INVITE").response("proxy", "alice", 407);
  trace.request("alice", "proxy", "ACK");
  const auto observed = without_challenges(trace.observed());
  EXPECT_TRUE(observed.rows.empty());

  const auto ladder = without_challenges(
      ladder_of({"alice -> proxy  INVITE", "proxy -> alice  407", "alice -> proxy  ACK",
                 "alice -> proxy  INVITE  auth=digest", "proxy -> alice  200"}));
  ASSERT_EQ(ladder.size(), 2u);
  EXPECT_EQ(ladder[0].rows[0].method, "INVITE");
  EXPECT_TRUE(ladder[0].rows[0].matchers.empty());
}

TEST(FarProxy, WhatWasNotChallengedStays) {
  const auto ladder = ladder_of({"alice -> proxy  INVITE", "proxy -> alice  486",
                                 "alice -> proxy  ACK", "proxy -> alice  100"});

  EXPECT_EQ(without_challenges(ladder).size(), 4u);
  EXPECT_EQ(without_trying(ladder).size(), 3u);
  EXPECT_EQ(without_challenges(refused_call()).rows.size(), 6u);
}

TEST(Ability, SaysWhyAScenarioCannotBePlayed) {
  const auto lossy = scenario_of(file_with("net loss all 5%"));
  EXPECT_FALSE(why_not(lossy, Mode::virtual_time));
  EXPECT_THAT(*why_not(lossy, Mode::real_time),
              HasSubstr("line 11 (net loss all 5%) needs the virtual network"));

  const auto plain = scenario_of(file_with("alice offhook"));
  EXPECT_FALSE(why_not(plain, Mode::real_time));
  EXPECT_FALSE(why_not(plain, Mode::far_proxy));

  const auto off =
      scenario_of(file_with("alice offhook", "...", "[proxy]\nrecord_route = false\n"));
  EXPECT_FALSE(why_not(off, Mode::real_time));
  EXPECT_THAT(*why_not(off, Mode::far_proxy), HasSubstr("does not record routes"));

  const auto long_wait = scenario_of(file_with("alice wait 1h"));
  EXPECT_THAT(*why_not(long_wait, Mode::real_time), HasSubstr("longer than anybody waits"));
}

}  // namespace
}  // namespace offhook::sim::scenario
