// SPDX-License-Identifier: GPL-3.0-or-later
// Whole calls between two legs, each datagram and each pair of datagrams lost once.
#include "tests/call/leg_pair.hpp"

namespace offhook::call::testing {
namespace {

/// What happens in a call; it must come to its end on both sides whatever is lost.
using Flow = void (*)(LegPair&);

/// Any two of the first datagrams may go; those that follow them are copies.
constexpr std::size_t most_datagrams = 24;

void hang_up(LegPair& pair) {
  pair.alice.order(Hangup{});
  pair.run(70s);
  EXPECT_TRUE(pair.alice.has_ended());
  EXPECT_TRUE(pair.bob.has_ended());
}

/// INVITE to talking.
void connect(LegPair& pair) {
  pair.alice.call(pair.bob);
  pair.run(20s);
  pair.bob.order(call::Answer{});
  pair.run(40s);
  EXPECT_EQ(pair.alice.state(), CallState::connected);
  EXPECT_EQ(pair.bob.state(), CallState::connected);
}

void basic(LegPair& pair) {
  connect(pair);
  hang_up(pair);
}

void hold(LegPair& pair) {
  connect(pair);
  const auto held = pair.alice.order(Hold{});
  pair.run(40s);
  ASSERT_TRUE(*held);
  EXPECT_EQ((*held)->result, OperationResult::done);
  EXPECT_EQ(pair.alice.state(), CallState::held_local);
  EXPECT_EQ(pair.bob.state(), CallState::held_remote);
  const auto resumed = pair.alice.order(Resume{});
  pair.run(40s);
  ASSERT_TRUE(*resumed);
  EXPECT_EQ((*resumed)->result, OperationResult::done);
  EXPECT_EQ(pair.bob.state(), CallState::connected);
  hang_up(pair);
}

void reliable(LegPair& pair) {
  pair.alice.options.reliable = pair.bob.options.reliable = sip::Use::required;
  basic(pair);
}

void late_offer(LegPair& pair) {
  pair.alice.options.late_offer = true;
  reliable(pair);
}

void session_refresh(LegPair& pair) {
  pair.alice.options.session_timer = sip::Use::supported;
  pair.alice.options.session_expires = 200s;
  pair.alice.options.refresher = sip::Refresher::uac;
  connect(pair);
  pair.run(300s);  // refreshed at 100 and 200 s; unrefreshed it would be over
  EXPECT_EQ(pair.alice.state(), CallState::connected);
  EXPECT_EQ(pair.bob.state(), CallState::connected);
  hang_up(pair);
}

void cancelled(LegPair& pair) {
  pair.alice.call(pair.bob);
  pair.run(20s);
  pair.alice.order(Hangup{});
  pair.run(70s);
  EXPECT_TRUE(pair.alice.has_ended());
  EXPECT_TRUE(pair.bob.has_ended());
  EXPECT_EQ(pair.bob.owner.ends[0].end.cause, EndCause::cancelled_there);
}

/// Bob is sent to somebody else, and tells how he fares.
void referred(LegPair& pair) {
  connect(pair);
  const auto transfer = pair.alice.order(Transfer{"sip:carol@192.0.2.3"});
  pair.run(40s);
  ASSERT_EQ(pair.bob.owner.transfers.size(), 1u);
  for (const int status : {180, 200}) {
    pair.bob.tell(ReportReferral{status});
    pair.run(40s);
  }
  ASSERT_TRUE(*transfer);
  EXPECT_EQ((*transfer)->result, OperationResult::done);
  hang_up(pair);
}

void both_hang_up(LegPair& pair) {
  connect(pair);
  pair.alice.order(Hangup{});
  pair.bob.order(Hangup{});
  pair.run(70s);
  EXPECT_TRUE(pair.alice.has_ended());
  EXPECT_TRUE(pair.bob.has_ended());
}

void expect_survival(Flow flow) {
  std::size_t count = 0;
  {
    LegPair pair({});
    flow(pair);
    count = std::min(pair.datagrams, most_datagrams);
  }
  ASSERT_GT(count, 4u);
  for (std::size_t first = 0; first < count; ++first)
    for (std::size_t second = first; second < count + 4; ++second) {
      SCOPED_TRACE("datagrams " + std::to_string(first) + " and " + std::to_string(second));
      LegPair pair({first, second});
      flow(pair);
      if (::testing::Test::HasFailure()) return;
    }
}

TEST(LossyLeg, TheBasicCallSurvivesTheLossOfAnyTwoDatagrams) { expect_survival(basic); }
TEST(LossyLeg, HoldAndResumeSurviveTheLossOfAnyTwoDatagrams) { expect_survival(hold); }
TEST(LossyLeg, ReliableRingingSurvivesTheLossOfAnyTwoDatagrams) { expect_survival(reliable); }
TEST(LossyLeg, TheLateOfferSurvivesTheLossOfAnyTwoDatagrams) { expect_survival(late_offer); }
TEST(LossyLeg, TheSessionRefreshSurvivesTheLossOfAnyTwoDatagrams) {
  expect_survival(session_refresh);
}
TEST(LossyLeg, TheCancelledCallSurvivesTheLossOfAnyTwoDatagrams) { expect_survival(cancelled); }

TEST(LossyLeg, TheTransferSurvivesTheLossOfAnyTwoDatagrams) { expect_survival(referred); }
TEST(LossyLeg, CrossingByesSurviveTheLossOfAnyTwoDatagrams) { expect_survival(both_hang_up); }

TEST(LossyLeg, TakesTheMessagesOfTheBooks) {
  LegPair pair({});
  late_offer(pair);
  EXPECT_EQ(pair.sent, (std::vector<std::string>{"INVITE", "180", "PRACK", "200", "200", "ACK",
                                                 "BYE", "200"}));
}

}  // namespace
}  // namespace offhook::call::testing
