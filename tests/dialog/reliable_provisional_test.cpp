// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/reliable_provisional.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace offhook::dialog {
namespace {

sip::RAck rack(std::uint32_t number, std::uint32_t cseq, sip::Method method = sip::Method::invite) {
  return {number, {cseq, method, ""}};
}

TEST(ReliableSender, NumbersItsResponsesOneByOne) {  // RFC 3262 §3
  ReliableSender sender(776655);
  EXPECT_FALSE(sender.is_outstanding());
  EXPECT_EQ(sender.next(), 776656u);
  EXPECT_TRUE(sender.is_outstanding());
  EXPECT_TRUE(sender.acknowledge(rack(776656, 1), 1));
  EXPECT_FALSE(sender.is_outstanding());
  EXPECT_EQ(sender.next(), 776657u);
}

TEST(ReliableSender, KnowsAPrackThatFitsNothing) {
  ReliableSender sender(9);
  EXPECT_FALSE(sender.acknowledge(rack(10, 1), 1));
  sender.next();
  EXPECT_FALSE(sender.acknowledge(rack(11, 1), 1));
  EXPECT_FALSE(sender.acknowledge(rack(10, 2), 1));
  EXPECT_FALSE(sender.acknowledge(rack(10, 1, sip::Method::update), 1));
  EXPECT_TRUE(sender.acknowledge(rack(10, 1), 1));
  EXPECT_FALSE(sender.acknowledge(rack(10, 1), 1));  // had it
}

TEST(ProvisionalTiming, DoublesWithoutBound) {  // RFC 3262 §3: no T2
  ProvisionalTiming timing;
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 6; ++i) waits.push_back(timing.next().count());
  EXPECT_EQ(waits, (std::vector<std::int64_t>{500, 1000, 2000, 4000, 8000, 16000}));
}

TEST(ReliableReceiver, TakesThemInOrder) {  // RFC 3262 §4
  ReliableReceiver receiver;
  EXPECT_EQ(receiver.receive(100), ProvisionalOrder::next);  // any number begins
  EXPECT_EQ(receiver.receive(100), ProvisionalOrder::duplicate);
  EXPECT_EQ(receiver.receive(102), ProvisionalOrder::gap);
  EXPECT_EQ(receiver.receive(101), ProvisionalOrder::next);
  EXPECT_EQ(receiver.receive(99), ProvisionalOrder::duplicate);
  EXPECT_EQ(receiver.receive(102), ProvisionalOrder::next);
}

}  // namespace
}  // namespace offhook::dialog
