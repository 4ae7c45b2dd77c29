// SPDX-License-Identifier: GPL-3.0-or-later
// Whole phones that call each other over TCP, in virtual time.
#include <gtest/gtest.h>

#include "sim/virtual_stream_network.hpp"
#include "tests/support/small_world.hpp"

namespace offhook::sim {
namespace {

class TcpCall : public offhook::testing::SmallWorld {
 protected:
  TcpCall() : SmallWorld(5) {}
  void connect_by(StreamPath path) {
    streams_ = std::make_unique<VirtualStreamNetwork>(world_->loop().timers(), 5, path);
    streams_->set_tap([this](Instant, const Endpoint&, const Endpoint&, std::string_view octets) {
      sent_ += octets;
    });
  }
  [[nodiscard]] Change by_tcp() const {
    return [this](SimPhone::Options& options) {
      options.transport = "tcp";
      options.connections = streams_.get();
    };
  }
  void talk_and_hang_up(const std::string& target) {
    call(target);
    run_for(1s);
    bob_->replace();
    ASSERT_TRUE(run([&] { return both_are("ended"); }));
  }
  [[nodiscard]] bool was_sent(std::string_view text) const {
    return sent_.find(text) != std::string::npos;
  }
  [[nodiscard]] std::size_t sip_datagrams() const {
    std::size_t count = 0;
    for (const auto& packet : trace_.packets())
      if (packet.kind == PacketKind::sip) ++count;
    return count;
  }

  std::unique_ptr<VirtualStreamNetwork> streams_;
  std::string sent_;
};

TEST_F(TcpCall, GoesStraightToTheOtherPhone) {
  connect_by({.delay = 2ms});
  start_two(by_tcp());
  talk_and_hang_up("sip:1002@192.0.2.12;transport=tcp");

  EXPECT_EQ(sip_datagrams(), 0u);
  EXPECT_TRUE(was_sent("Via: SIP/2.0/TCP 192.0.2.11:5060;branch="));
  EXPECT_TRUE(was_sent("Contact: <sip:1001@192.0.2.11:5060;transport=tcp>"));
  EXPECT_TRUE(was_sent("Contact: <sip:1002@192.0.2.12:5060;transport=tcp>"));
  EXPECT_FALSE(was_sent("Via: SIP/2.0/UDP"));
}

// However TCP cuts the stream: here after every octet.
TEST_F(TcpCall, SurvivesEverySegmentation) {
  connect_by({.delay = 2ms, .largest_piece = 1});
  start_two(by_tcp());
  talk_and_hang_up("sip:1002@192.0.2.12;transport=tcp");

  EXPECT_EQ(sip_datagrams(), 0u);
}

TEST_F(TcpCall, GoesThroughRegistrarAndProxy) {
  connect_by({.delay = 2ms, .largest_piece = 7});
  start_server(0, streams_.get());
  start_two(by_tcp());
  EXPECT_EQ(sip_datagrams(), 0u);
  talk_and_hang_up("1002");

  EXPECT_TRUE(was_sent("REGISTER sip:sim.test SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.11:5060"));
  EXPECT_TRUE(was_sent("Contact: <sip:1002@192.0.2.12:5060;transport=tcp>"));
}

// RFC 3261 §18: a new connection for what comes next.
TEST_F(TcpCall, GoesOnWhenItsConnectionsAreReset) {
  connect_by({.delay = 2ms});
  start_two(by_tcp());
  alice_->api().request("call.dial", {{"target", "sip:1002@192.0.2.12;transport=tcp"}});
  ASSERT_TRUE(run([&] { return bob_->view().ringing(); }));
  streams_->reset(alice_->address());
  run_for(100ms);
  bob_->lift();
  ASSERT_TRUE(run([&] { return both_are("connected"); }));
  streams_->reset(alice_->address());
  run_for(100ms);
  alice_->api().request("call.hangup", {{"call_id", alice_->view().call_id()}});

  EXPECT_TRUE(run([&] { return both_are("ended"); }));
  EXPECT_EQ(sip_datagrams(), 0u);
}

TEST_F(TcpCall, FailsAtOnceWhereNobodyListens) {
  connect_by({.delay = 2ms});
  alice_ = start_phone("alice", by_tcp());
  ASSERT_TRUE(alice_);
  alice_->api().request("call.dial", {{"target", "sip:1002@192.0.2.99;transport=tcp"}});

  EXPECT_TRUE(run([&] { return alice_->view().call_state() == "ended"; }, 1s));
}

}  // namespace
}  // namespace offhook::sim
