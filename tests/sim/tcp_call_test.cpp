// SPDX-License-Identifier: GPL-3.0-or-later
// Whole phones that call each other over TCP, in virtual time.
#include <gtest/gtest.h>

#include "sim/server.hpp"
#include "sim/sim_phone.hpp"
#include "sim/virtual_stream_network.hpp"
#include "sim/world.hpp"

namespace offhook::sim {
namespace {

class TcpCall : public testing::Test {
 protected:
  void SetUp() override {
    auto world = make_virtual_world(5);
    ASSERT_TRUE(world.ok()) << world.status();
    world_ = std::move(*world);
    datagrams_ = std::make_unique<TracingNetwork>(world_->network(), trace_, world_->clock());
  }
  void connect_by(StreamPath path) {
    streams_ = std::make_unique<VirtualStreamNetwork>(world_->loop().timers(), 5, path);
    streams_->set_tap([this](Instant, const Endpoint&, const Endpoint&, std::string_view octets) {
      sent_ += octets;
    });
  }
  void TearDown() override {
    if (!world_) return;
    for (auto* phone : {alice_.get(), bob_.get()})
      if (phone != nullptr) phone->stop();
    if (server_) server_->stop();
    EXPECT_TRUE(world_->run_until([&] { return world_->loop().running_actors() == 0; }, 60s))
        << world_->loop().running_actors() << " actors are left";
  }

  std::unique_ptr<SimPhone> phone(const std::string& name, const std::string& extension,
                                  std::uint8_t host) {
    SimPhone::Options options;
    options.name = name;
    options.extension = extension;
    options.password = "pw" + extension;
    options.host = host;
    if (server_) options.registrar = server_->local();
    options.transport = "tcp";
    options.connections = streams_.get();
    options.board_plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
    auto phone = SimPhone::start(*world_, *datagrams_, trace_, options, {});
    EXPECT_TRUE(phone.ok()) << phone.status();
    return phone.ok() ? *std::move(phone) : nullptr;
  }
  void start_phones() {
    alice_ = phone("alice", "1001", 1);
    bob_ = phone("bob", "1002", 2);
    ASSERT_TRUE(alice_ && bob_);
  }
  void start_server() {
    random_ = world_->random("server");
    ProxyOptions proxy;
    proxy.identity.domain = "sim.test";
    proxy.users = {{"1001", "pw1001"}, {"1002", "pw1002"}};
    server_ = *Server::start(world_->loop().system(), *datagrams_, {world_->address(0), 5060},
                             proxy, *random_, {}, streams_.get());
  }

  bool run(const std::function<bool()>& until, Instant limit = 10s) {
    return world_->run_until(until, limit);
  }
  bool is(const char* state) {
    return alice_->view().call_state() == state && bob_->view().call_state() == state;
  }
  void talk_and_hang_up(const std::string& target) {
    alice_->api().request("call.dial", {{"target", target}});
    ASSERT_TRUE(run([&] { return bob_->view().ringing(); }));
    bob_->lift();
    ASSERT_TRUE(run([&] { return is("connected"); }));
    world_->run_for(1s);
    bob_->replace();
    ASSERT_TRUE(run([&] { return is("ended"); }));
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

  Trace trace_;
  std::unique_ptr<World> world_;
  std::unique_ptr<TracingNetwork> datagrams_;
  std::unique_ptr<VirtualStreamNetwork> streams_;
  std::string sent_;
  std::unique_ptr<RandomSource> random_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<SimPhone> alice_, bob_;
};

TEST_F(TcpCall, GoesStraightToTheOtherPhone) {
  connect_by({.delay = 2ms});
  start_phones();
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
  start_phones();
  talk_and_hang_up("sip:1002@192.0.2.12;transport=tcp");

  EXPECT_EQ(sip_datagrams(), 0u);
}

TEST_F(TcpCall, GoesThroughRegistrarAndProxy) {
  connect_by({.delay = 2ms, .largest_piece = 7});
  start_server();
  start_phones();
  ASSERT_TRUE(run([&] { return alice_->view().registered() && bob_->view().registered(); }));
  EXPECT_EQ(sip_datagrams(), 0u);
  talk_and_hang_up("1002");

  EXPECT_TRUE(was_sent("REGISTER sip:sim.test SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.11:5060"));
  EXPECT_TRUE(was_sent("Contact: <sip:1002@192.0.2.12:5060;transport=tcp>"));
}

// RFC 3261 §18: a new connection for what comes next.
TEST_F(TcpCall, GoesOnWhenItsConnectionsAreReset) {
  connect_by({.delay = 2ms});
  start_phones();
  alice_->api().request("call.dial", {{"target", "sip:1002@192.0.2.12;transport=tcp"}});
  ASSERT_TRUE(run([&] { return bob_->view().ringing(); }));
  streams_->reset(alice_->address());
  world_->run_for(100ms);
  bob_->lift();
  ASSERT_TRUE(run([&] { return is("connected"); }));
  streams_->reset(alice_->address());
  world_->run_for(100ms);
  alice_->api().request("call.hangup", {{"call_id", alice_->view().call_id()}});

  EXPECT_TRUE(run([&] { return is("ended"); }));
  EXPECT_EQ(sip_datagrams(), 0u);
}

TEST_F(TcpCall, FailsAtOnceWhereNobodyListens) {
  connect_by({.delay = 2ms});
  alice_ = phone("alice", "1001", 1);
  ASSERT_TRUE(alice_);
  alice_->api().request("call.dial", {{"target", "sip:1002@192.0.2.99;transport=tcp"}});

  EXPECT_TRUE(run([&] { return alice_->view().call_state() == "ended"; }, 1s));
}

}  // namespace
}  // namespace offhook::sim
