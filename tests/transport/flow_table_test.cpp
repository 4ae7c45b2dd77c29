// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/flow_table.hpp"

#include <gtest/gtest.h>

#include "actors/sip/draft.hpp"

namespace offhook::transport {
namespace {

Hop hop(const char* remote, std::string domain = "") {
  return {Protocol::tls, *Endpoint::parse(remote), std::move(domain)};
}

TEST(FlowTable, FindsAFlowByItsWholeHop) {
  FlowTable table({});
  const Flow& one = table.add(hop("192.0.2.1:5061", "one.example"), false, nullptr);
  const Flow& came = table.add(hop("192.0.2.1:49152"), true, nullptr);

  EXPECT_EQ(table.find(hop("192.0.2.1:5061", "one.example")), &one);
  EXPECT_EQ(table.find(hop("192.0.2.1:5061", "two.example")), nullptr);
  EXPECT_EQ(table.find(hop("192.0.2.1:5061")), nullptr);
  EXPECT_EQ(table.find(hop("192.0.2.1:49152")), &came);
  EXPECT_EQ(table.find(came.number), &came);
}

TEST(FlowTable, FindsARetiredFlowByItsNumberAlone) {
  FlowTable table({});
  Flow& first = table.add(hop("192.0.2.1:5061"), false, nullptr);
  table.retire(first);
  const Flow& second = table.add(hop("192.0.2.1:5061"), false, nullptr);

  EXPECT_EQ(table.find(first.number), &first);
  EXPECT_EQ(table.find(hop("192.0.2.1:5061")), &second);
  table.erase(first.number);
  EXPECT_EQ(table.find(hop("192.0.2.1:5061")), &second);
  EXPECT_EQ(table.size(), 1u);
}

TEST(FlowTable, HasTheLeastUsedFlowGiveWay) {
  FlowTable table({.opened = 2});
  Flow& first = table.add(hop("192.0.2.1:5061"), false, nullptr);
  EXPECT_EQ(table.to_give_way(), nullptr);
  Flow& second = table.add(hop("192.0.2.2:5061"), false, nullptr);
  table.add(hop("192.0.2.3:49152"), true, nullptr);

  EXPECT_EQ(table.to_give_way(), &first);
  table.touch(first);
  EXPECT_EQ(table.to_give_way(), &second);
  table.retire(second);
  EXPECT_EQ(table.to_give_way(), nullptr);
}

SendMessage order(int number) {
  auto draft = sip::Draft::request(sip::Method::options, "sip:bob@192.0.2.1");
  draft.append("From", "<sip:a@x>;tag=a").append("To", "<sip:b@x>").append("Call-ID", "c");
  return {draft.append("CSeq", std::to_string(number) + " OPTIONS").build(), {}};
}

TEST(Outbox, GivesBackWhatHasNotLeft) {
  const SendMessage one = order(1), two = order(2);
  const std::size_t size = one.message->text().size();
  Outbox outbox;
  outbox.add(one);
  outbox.add_octets(4);
  outbox.add(two);

  outbox.settle(2 * size + 4);
  outbox.settle(size + 5);  // an octet of the ping is still there
  outbox.settle(size);
  const auto left = outbox.take();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].message, two.message);
  EXPECT_TRUE(outbox.take().empty());
}

TEST(Outbox, CountsAMessageThatHasLeftInPartAsNotSent) {
  Outbox outbox;
  outbox.add(order(1));
  outbox.settle(1);

  EXPECT_EQ(outbox.take().size(), 1u);
}

}  // namespace
}  // namespace offhook::transport
