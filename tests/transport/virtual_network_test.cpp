// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/virtual_network.hpp"

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "sim/virtual_packet_ports.hpp"

namespace offhook::sim {
namespace {

const Endpoint alice = *Endpoint::parse("192.0.2.1:5060");
const Endpoint bob = *Endpoint::parse("192.0.2.2:5060");

class VirtualNetworkTest : public testing::Test {
 protected:
  void SetUp() override {
    a = *network.bind(alice, [](std::string, const Endpoint&) {});
    b = *network.bind(bob, [this](std::string octets, const Endpoint& from) {
      EXPECT_EQ(from, alice);
      arrived.emplace_back(loop.now(), std::move(octets));
    });
  }
  void send(std::string_view text) { EXPECT_TRUE(a->send(bob, text).ok()); }

  act::Loop loop{act::Loop::Virtual{}};
  VirtualNetwork network{loop.timers(), 3};
  std::unique_ptr<transport::DatagramSocket> a, b;
  std::vector<std::pair<Instant, std::string>> arrived;
};

TEST_F(VirtualNetworkTest, DeliversInOrderAfterTheDelayOfTheLink) {
  network.set_link({.delay = 100ms});
  network.set_link(alice.address, bob.address, {.delay = 20ms});
  send("one");
  send("two");
  EXPECT_EQ(network.in_flight(), 2u);
  loop.run_for(1s);

  ASSERT_EQ(arrived.size(), 2u);
  EXPECT_EQ(arrived[0], (std::pair<Instant, std::string>{20ms, "one"}));
  EXPECT_EQ(arrived[1], (std::pair<Instant, std::string>{20ms, "two"}));
  EXPECT_EQ(network.in_flight(), 0u);
  EXPECT_EQ(loop.pending_timers(), 0u);
}

TEST_F(VirtualNetworkTest, LosesAndRepeatsTheShareAskedFor) {
  network.set_link({.loss = 0.25});
  for (int i = 0; i < 4000; ++i) send("x");
  loop.run_for(1s);
  EXPECT_NEAR(static_cast<double>(arrived.size()), 3000, 120);

  arrived.clear();
  network.set_link({.duplication = 0.5});
  for (int i = 0; i < 4000; ++i) send("x");
  loop.run_for(1s);
  EXPECT_NEAR(static_cast<double>(arrived.size()), 6000, 160);
}

TEST_F(VirtualNetworkTest, LosesEverythingToAndFromADeadAddress) {
  network.set_link({.delay = 10ms});
  send("on its way");
  network.partition(bob.address);
  send("after");
  loop.run_for(1s);
  EXPECT_TRUE(arrived.empty());

  network.partition(bob.address, false);
  send("healed");
  loop.run_for(1s);
  EXPECT_EQ(arrived.size(), 1u);
}

TEST_F(VirtualNetworkTest, TapsWhatIsSentEvenIfItIsLost) {
  std::vector<std::string> seen;
  network.set_tap([&](Instant, const Endpoint& from, const Endpoint& to, std::string_view octets) {
    seen.push_back(from.to_string() + " > " + to.to_string() + " " + std::string(octets));
  });
  network.set_link({.loss = 1});
  send("gone");
  loop.run_for(1s);

  EXPECT_EQ(seen, (std::vector<std::string>{"192.0.2.1:5060 > 192.0.2.2:5060 gone"}));
  EXPECT_TRUE(arrived.empty());
}

TEST_F(VirtualNetworkTest, RefusesAnAddressInUseAndGivesItBack) {
  const auto again = network.bind(bob, nullptr);
  EXPECT_EQ(again.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_NE(again.status().message().find("192.0.2.2:5060"), std::string::npos);

  send("for nobody");
  b.reset();
  loop.run_for(1s);
  EXPECT_TRUE(arrived.empty());
  EXPECT_TRUE(network.bind(bob, nullptr).ok());
}

TEST_F(VirtualNetworkTest, FindsAFreePort) {
  const auto one = network.bind({alice.address, 0}, nullptr);
  const auto two = network.bind({alice.address, 0}, nullptr);

  EXPECT_GE((*one)->local().port, 49152);
  EXPECT_NE((*one)->local(), (*two)->local());
}

TEST_F(VirtualNetworkTest, SaysWhenNobodyListensIfAskedTo) {
  std::vector<Endpoint> unreachable;
  a->on_unreachable([&](const Endpoint& to) { unreachable.push_back(to); });
  const Endpoint nobody = *Endpoint::parse("192.0.2.2:9");
  ASSERT_TRUE(a->send(nobody, "x").ok());
  loop.run_for(1s);
  EXPECT_TRUE(unreachable.empty());

  network.report_unreachable(true);
  ASSERT_TRUE(a->send(nobody, "x").ok());
  loop.run_for(1s);
  EXPECT_EQ(unreachable, (std::vector{nobody}));
}

TEST_F(VirtualNetworkTest, CarriesRtpBetweenPortPairs) {
  VirtualPacketPorts ports(network, *loop.timers());
  auto ours = ports.open_pair(alice.address);
  auto theirs = ports.open_pair(bob.address);
  auto more = ports.open_pair(alice.address);
  ASSERT_TRUE(ours.ok() && theirs.ok() && more.ok());
  EXPECT_EQ(ours->rtp->local().port % 2, 0);
  EXPECT_EQ(ours->rtcp->local().port, ours->rtp->local().port + 1);
  EXPECT_NE(ours->rtp->local(), more->rtp->local());

  const std::array packet{std::byte{0x80}, std::byte{0}, std::byte{7}};
  EXPECT_TRUE(ours->rtp->send(theirs->rtp->local(), packet));
  std::array<std::byte, 2> into{};
  media::Arrival arrival;
  EXPECT_EQ(theirs->rtp->receive(into, arrival), 0u);
  loop.run_for(3ms);

  EXPECT_EQ(theirs->rtp->receive(into, arrival), 2u);  // cut at the buffer
  EXPECT_EQ(arrival.from, ours->rtp->local());
  EXPECT_EQ(arrival.waited, 3ms);
  EXPECT_EQ(into[0], std::byte{0x80});
  EXPECT_EQ(theirs->rtp->receive(into, arrival), 0u);
}

TEST_F(VirtualNetworkTest, PartsSetsOfHostsAndJoinsThemAgain) {
  network.partitions()->split({alice.address}, {bob.address});
  send("lost");
  loop.run_for(1s);
  EXPECT_TRUE(arrived.empty());

  network.partitions()->heal();
  send("healed");
  loop.run_for(1s);
  EXPECT_EQ(arrived.size(), 1u);
}

TEST_F(VirtualNetworkTest, CountsWhatEachLinkDid) {
  network.set_link(alice.address, bob.address, {.loss = 1});
  send("x");
  ASSERT_TRUE(b->send(alice, "y").ok());
  loop.run_for(1s);

  EXPECT_EQ(network.counts(alice.address, bob.address), (LinkCounts{.sent = 1, .lost = 1}));
  EXPECT_EQ(network.counts(bob.address, alice.address), (LinkCounts{.sent = 1}));
}

/// bob is public, the insider behind a box.
class NatTest : public testing::Test {
 protected:
  using Heard = std::vector<std::pair<Endpoint, std::string>>;
  static transport::Network::DatagramHandler into(Heard& heard) {
    return [&heard](std::string octets, const Endpoint& from) {
      heard.emplace_back(from, std::move(octets));
    };
  }

  const IpAddress outside = IpAddress::v4(203, 0, 113, 1);
  const Endpoint insider = *Endpoint::parse("10.0.0.2:5060");
  act::Loop loop{act::Loop::Virtual{}};
  VirtualNetwork network{loop.timers(), 3, {.delay = 1ms}};
  std::shared_ptr<NatTable> box = network.add_nat({.kind = NatKind::symmetric, .outside = outside},
                                                  {insider.address, *IpAddress::parse("10.0.0.3")});
  Heard inside, at_bob;
  std::unique_ptr<transport::DatagramSocket> phone = *network.bind(insider, into(inside));
  std::unique_ptr<transport::DatagramSocket> server = *network.bind(bob, into(at_bob));
};

TEST_F(NatTest, AnInsiderIsSeenFromOutsideAndGetsItsAnswer) {
  ASSERT_TRUE(phone->send(bob, "request").ok());
  loop.run_for(1s);
  ASSERT_EQ(at_bob.size(), 1u);
  const Endpoint seen = at_bob[0].first;
  EXPECT_EQ(seen.address, outside);

  ASSERT_TRUE(server->send(seen, "response").ok());
  loop.run_for(1s);
  EXPECT_EQ(inside, (Heard{{bob, "response"}}));
}

TEST_F(NatTest, NobodyReachesAPrivateAddressOrAClosedMapping) {
  ASSERT_TRUE(server->send(insider, "private").ok());
  ASSERT_TRUE(phone->send(bob, "request").ok());
  loop.run_for(61s);
  ASSERT_TRUE(server->send(at_bob.at(0).first, "too late").ok());
  loop.run_for(1s);

  EXPECT_TRUE(inside.empty());
}

TEST_F(NatTest, NeighboursBehindOneBoxReachEachOther) {
  Heard heard;
  const auto neighbour = *network.bind(*Endpoint::parse("10.0.0.3:5060"), into(heard));
  ASSERT_TRUE(phone->send(neighbour->local(), "hello").ok());
  loop.run_for(1s);

  EXPECT_EQ(heard, (Heard{{insider, "hello"}}));
}

TEST_F(NatTest, APartitionOfTheInsiderHoldsBehindTheBox) {
  ASSERT_TRUE(phone->send(bob, "request").ok());
  loop.run_for(1s);
  network.partition(insider.address);
  ASSERT_TRUE(server->send(at_bob.at(0).first, "response").ok());
  loop.run_for(1s);

  EXPECT_TRUE(inside.empty());
}

}  // namespace
}  // namespace offhook::sim
