// SPDX-License-Identifier: GPL-3.0-or-later
// Multicast groups of the virtual network.
#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "sim/virtual_network.hpp"
#include "sim/virtual_packet_ports.hpp"

namespace offhook::sim {
namespace {

const Endpoint group = *Endpoint::parse("224.0.1.75:5004");
const Endpoint other_group = *Endpoint::parse("224.0.1.75:5006");

struct VirtualMulticast : testing::Test {
  struct Listener {
    std::vector<std::string> heard;
    Endpoint from;
    std::unique_ptr<transport::DatagramSocket> socket;
  };
  void join(Listener& listener, const char* address, const Endpoint& to = group) {
    auto socket = network.join(*IpAddress::parse(address), to,
                               [&listener](std::string octets, const Endpoint& from) {
                                 listener.heard.push_back(std::move(octets));
                                 listener.from = from;
                               });
    ASSERT_TRUE(socket.ok()) << socket.status();
    listener.socket = *std::move(socket);
  }
  void send(const std::string& text, const Endpoint& to = group) {
    EXPECT_TRUE(sender->send(to, text).ok());
    loop.run_for(1s);
  }

  act::Loop loop{act::Loop::Virtual{}};
  VirtualNetwork network{loop.timers(), 3};
  std::unique_ptr<transport::DatagramSocket> sender =
      *network.bind(*Endpoint::parse("192.0.2.1:16384"), [](std::string, const Endpoint&) {});
  Listener bob, carol, itself;
};

TEST_F(VirtualMulticast, ReachesEveryMemberButTheSender) {
  join(bob, "192.0.2.2");
  join(carol, "192.0.2.3");
  join(itself, "192.0.2.1");
  send("one");

  EXPECT_EQ(bob.heard, std::vector<std::string>{"one"});
  EXPECT_EQ(carol.heard, std::vector<std::string>{"one"});
  EXPECT_TRUE(itself.heard.empty());
  EXPECT_EQ(bob.from, *Endpoint::parse("192.0.2.1:16384"));
}

TEST_F(VirtualMulticast, OnlyTheGroupThatWasJoined) {
  join(bob, "192.0.2.2", other_group);
  send("one");
  EXPECT_TRUE(bob.heard.empty());
  send("two", other_group);
  EXPECT_EQ(bob.heard, std::vector<std::string>{"two"});
}

TEST_F(VirtualMulticast, NobodyIsReachedAfterLeaving) {
  join(bob, "192.0.2.2");
  EXPECT_TRUE(sender->send(group, "on its way").ok());
  bob.socket.reset();
  send("later");
  EXPECT_TRUE(bob.heard.empty());
}

TEST_F(VirtualMulticast, EachLinkLosesByItself) {
  join(bob, "192.0.2.2");
  join(carol, "192.0.2.3");
  network.set_link(*IpAddress::parse("192.0.2.1"), *IpAddress::parse("192.0.2.2"), {.loss = 1.0});
  send("one");
  EXPECT_TRUE(bob.heard.empty());
  EXPECT_EQ(carol.heard.size(), 1u);
}

TEST_F(VirtualMulticast, PortsOfTheMediaMayListen) {
  VirtualPacketPorts ports(network, *loop.timers());
  auto pair = ports.join_group(*IpAddress::parse("192.0.2.2"), group);
  ASSERT_TRUE(pair.ok()) << pair.status();
  send("sound");

  std::array<std::byte, 16> octets;
  media::Arrival arrival;
  EXPECT_EQ(pair->rtp->receive(octets, arrival), 5u);
  EXPECT_EQ(arrival.from, *Endpoint::parse("192.0.2.1:16384"));
  EXPECT_EQ(pair->rtcp->receive(octets, arrival), 0u);
}

TEST_F(VirtualMulticast, RefusesWhatIsNoGroup) {
  const auto plain = *Endpoint::parse("192.0.2.9:5004");
  EXPECT_FALSE(network.join(*IpAddress::parse("192.0.2.2"), plain, {}).ok());
}

}  // namespace
}  // namespace offhook::sim
