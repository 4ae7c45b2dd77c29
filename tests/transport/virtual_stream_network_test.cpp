// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/virtual_stream_network.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/base/loop.hpp"

namespace offhook::sim {
namespace {

using testing::ElementsAre;

const IpAddress alice = *IpAddress::parse("192.0.2.1");
const Endpoint bob = *Endpoint::parse("192.0.2.2:5060");

/// One end of a connection and what became of it.
struct End {
  std::unique_ptr<transport::StreamConnection> connection;
  std::vector<std::string> arrived;
  bool connected = false;
  std::optional<absl::Status> closed;

  void start() {
    connection->start({.connected = [this] { connected = true; },
                       .arrived = [this](std::string_view octets) { arrived.emplace_back(octets); },
                       .closed = [this](const absl::Status& why) { closed = why; }});
  }
};

class VirtualStreamNetworkTest : public testing::Test {
 protected:
  void make(StreamPath path = {.delay = 10ms}, transport::StreamLimits limits = {}) {
    network.emplace(loop.timers(), 7, path, limits);
    listener = *network->listen(bob, [this](std::unique_ptr<transport::StreamConnection> c) {
      b.connection = std::move(c);
      b.start();
    });
  }
  void connect() {
    a.connection = *network->connect({alice, bob});
    a.start();
  }

  act::Loop loop{act::Loop::Virtual{}};
  std::optional<VirtualStreamNetwork> network;
  std::unique_ptr<transport::StreamListener> listener;
  End a, b;
};

TEST_F(VirtualStreamNetworkTest, ConnectsInOneRoundTripAndCarriesOctetsInOrder) {
  make();
  connect();
  ASSERT_TRUE(a.connection->send("early").ok());
  loop.run_for(19ms);
  EXPECT_FALSE(a.connected);
  loop.run_for(1ms);
  EXPECT_TRUE(a.connected);

  ASSERT_TRUE(a.connection->send("late").ok());
  ASSERT_TRUE(b.connection->send("back").ok());
  loop.run_for(10ms);

  EXPECT_THAT(b.arrived, ElementsAre("early", "late"));
  EXPECT_THAT(a.arrived, ElementsAre("back"));
  EXPECT_EQ(b.connection->remote(), a.connection->local());
  EXPECT_EQ(b.connection->local(), bob);
}

TEST_F(VirtualStreamNetworkTest, CutsOctetsAnywhereTheSameForTheSameSeed) {
  std::string text(500, 'x');
  text.push_back('y');
  std::vector<std::vector<std::string>> runs;
  for (int run = 0; run < 2; ++run) {
    a = {};
    b = {};
    listener.reset();
    make({.delay = 10ms, .largest_piece = 7});
    connect();
    ASSERT_TRUE(a.connection->send(text).ok());
    loop.run_for(1s);
    runs.push_back(b.arrived);
  }

  std::string all;
  for (const auto& piece : runs[0]) {
    EXPECT_LE(piece.size(), 7u);
    all += piece;
  }
  EXPECT_EQ(all, text);
  EXPECT_EQ(runs[0], runs[1]);
}

TEST_F(VirtualStreamNetworkTest, DeliversWhatWasSentBeforeTheEnd) {
  make();
  connect();
  loop.run_for(100ms);
  ASSERT_TRUE(b.connection->send("last word").ok());
  b.connection->finish();
  loop.run_for(100ms);

  EXPECT_THAT(a.arrived, ElementsAre("last word"));
  EXPECT_TRUE(a.closed && a.closed->ok());
  EXPECT_TRUE(b.closed && b.closed->ok());
  EXPECT_EQ(a.connection->send("x").code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(VirtualStreamNetworkTest, TellsThePeerOfADestroyedConnectionAlone) {
  make();
  connect();
  loop.run_for(100ms);
  a.connection.reset();
  loop.run_for(10ms);

  EXPECT_TRUE(b.closed && b.closed->ok());
  EXPECT_FALSE(a.closed);
  EXPECT_EQ(loop.pending_timers(), 0u);
}

TEST_F(VirtualStreamNetworkTest, RefusesWhereNobodyListens) {
  make();
  listener.reset();
  connect();
  loop.run_for(20ms);

  ASSERT_TRUE(a.closed);
  EXPECT_EQ(a.closed->code(), absl::StatusCode::kUnavailable);
}

TEST_F(VirtualStreamNetworkTest, LetsConnectingTimeOutAcrossAPartition) {
  make();
  network->partition(bob.address);
  connect();
  loop.run_for(9s);
  EXPECT_FALSE(a.closed);
  loop.run_for(1s);

  EXPECT_EQ(a.closed->code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(VirtualStreamNetworkTest, HoldsOctetsUntilAPartitionIsOver) {
  make();
  connect();
  loop.run_for(100ms);
  network->partition(alice);
  ASSERT_TRUE(a.connection->send("held").ok());
  loop.run_for(30s);
  EXPECT_TRUE(b.arrived.empty());
  network->partition(alice, false);
  loop.run_for(1s);

  EXPECT_THAT(b.arrived, ElementsAre("held"));
}

TEST_F(VirtualStreamNetworkTest, ClosesBothEndsOfALongPartition) {
  make();
  connect();
  loop.run_for(100ms);
  network->partition(alice);
  loop.run_for(std::chrono::minutes(5));

  EXPECT_EQ(a.closed->code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(b.closed->code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(VirtualStreamNetworkTest, QueuesNoMoreThanItMay) {
  make({.delay = 10ms}, {.queued_octets = 100});
  connect();
  loop.run_for(100ms);

  EXPECT_TRUE(a.connection->send(std::string(60, 'a')).ok());
  EXPECT_EQ(a.connection->send(std::string(41, 'b')).code(), absl::StatusCode::kResourceExhausted);
  loop.run_for(10ms);
  EXPECT_TRUE(a.connection->send(std::string(100, 'c')).ok());
}

TEST_F(VirtualStreamNetworkTest, RefusesOrIgnoresWhoeverConnectsIfToldTo) {
  make({.delay = 10ms, .opening = Opening::refused});
  connect();
  loop.run_for(20ms);
  EXPECT_EQ(a.closed->code(), absl::StatusCode::kUnavailable);

  network->set_path({.delay = 10ms, .opening = Opening::silent});
  a = End{};
  connect();
  loop.run_for(9s);
  EXPECT_FALSE(a.closed.has_value());
  loop.run_for(1s);
  EXPECT_EQ(a.closed->code(), absl::StatusCode::kDeadlineExceeded);
}

std::string all_of(const End& end) {
  std::string text;
  for (const auto& piece : end.arrived) text += piece;
  return text;
}

TEST_F(VirtualStreamNetworkTest, KeepsTheOrderUnderJitterAndSegmentation) {
  make({.delay = 10ms, .largest_piece = 5, .jitter = 100ms});
  connect();
  std::string sent;
  for (int i = 0; i < 100; ++i) {
    const std::string text = "message " + std::to_string(i) + ";";
    sent += text;
    ASSERT_TRUE(a.connection->send(text).ok());
    loop.run_for(7ms);
  }
  loop.run_for(1s);

  EXPECT_EQ(all_of(b), sent);
  EXPECT_GT(b.arrived.size(), 200u);
}

TEST_F(VirtualStreamNetworkTest, BreaksAtTheOctetAskedFor) {
  make({.delay = 10ms});
  network->set_path(alice, bob.address, {.delay = 10ms, .reset = {.octets = 12}});
  connect();
  loop.run_for(100ms);
  ASSERT_TRUE(a.connection->send("ten octets").ok());
  ASSERT_TRUE(a.connection->send("broken").ok());
  loop.run_for(1s);

  EXPECT_EQ(all_of(b), "ten octetsbr");
  EXPECT_EQ(a.closed->code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(b.closed->code(), absl::StatusCode::kUnavailable);
}

TEST_F(VirtualStreamNetworkTest, BreaksAtAnotherOctetEachTimeByChance) {
  const auto octets_before_breaks = [&] {
    make({.delay = 10ms});
    network->set_path(alice, bob.address,
                      {.delay = 10ms, .reset = {.octets = 1000, .by_chance = true}});
    std::vector<std::size_t> sizes;
    for (int i = 0; i < 5; ++i) {
      a = End{};
      b = End{};
      connect();
      loop.run_for(100ms);
      EXPECT_TRUE(a.connection->send(std::string(1000, 'x')).ok());
      loop.run_for(1s);
      EXPECT_TRUE(a.closed.has_value());
      sizes.push_back(all_of(b).size());
    }
    a = End{};
    b = End{};
    listener.reset();
    return sizes;
  };

  const auto sizes = octets_before_breaks();

  EXPECT_EQ(octets_before_breaks(), sizes);
  EXPECT_EQ(std::set<std::size_t>(sizes.begin(), sizes.end()).size(), 5u);
}

TEST_F(VirtualStreamNetworkTest, AHostThatVanishesLeavesTheOtherEndHalfOpen) {
  make();
  connect();
  loop.run_for(100ms);
  network->vanish(bob.address);
  ASSERT_TRUE(a.connection->send("is anybody there?").ok());
  loop.run_for(60s);
  EXPECT_FALSE(a.closed.has_value());
  EXPECT_TRUE(b.arrived.empty());

  loop.run_for(std::chrono::minutes(5));
  EXPECT_EQ(a.closed->code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_FALSE(b.closed.has_value());
}

// RFC 9293 §3.5.1.
TEST_F(VirtualStreamNetworkTest, AHostThatIsBackResetsWhatItDoesNotKnow) {
  make();
  connect();
  loop.run_for(100ms);
  network->vanish(bob.address, HalfOpen::resets);
  loop.run_for(1s);
  EXPECT_FALSE(a.closed.has_value());

  ASSERT_TRUE(a.connection->send("still there?").ok());
  loop.run_for(20ms);
  EXPECT_EQ(a.closed->code(), absl::StatusCode::kUnavailable);
}

TEST_F(VirtualStreamNetworkTest, FollowsThePartitionsOfAnotherNetwork) {
  make();
  const auto partitions = std::make_shared<Partitions>();
  network->follow(partitions);
  partitions->split({alice}, {bob.address});
  connect();
  loop.run_for(10s);
  EXPECT_EQ(a.closed->code(), absl::StatusCode::kDeadlineExceeded);

  partitions->heal();
  a = End{};
  connect();
  loop.run_for(1s);
  EXPECT_TRUE(a.connected);
}

}  // namespace
}  // namespace offhook::sim
