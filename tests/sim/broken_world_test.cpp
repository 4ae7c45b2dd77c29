// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody dies in the middle of a call: the others end cleanly, nothing hangs, the API says why.
#include <gtest/gtest.h>

#include "sim/server.hpp"
#include "sim/sim_phone.hpp"
#include "sim/virtual_network.hpp"
#include "sim/world.hpp"

namespace offhook::sim {
namespace {

/// Two phones in a call through the proxy.
class BrokenWorld : public testing::Test {
 protected:
  void SetUp() override {
    auto world = make_virtual_world(3);
    ASSERT_TRUE(world.ok()) << world.status();
    world_ = std::move(*world);
    network_ = std::make_unique<TracingNetwork>(world_->network(), trace_, world_->clock());
    random_ = world_->random("server");
    ProxyOptions proxy;
    proxy.identity.domain = "sim.test";
    proxy.users = {{"1001", "pw1001"}, {"1002", "pw1002"}};
    server_ = *Server::start(world_->loop().system(), *network_, {world_->address(0), 5060}, proxy,
                             *random_);
    alice_ = phone("alice", "1001", 1);
    bob_ = phone("bob", "1002", 2);
    ASSERT_TRUE(alice_ && bob_);
    ASSERT_TRUE(run([&] { return alice_->view().registered() && bob_->view().registered(); }));
    alice_->api().request("call.dial", {{"target", "1002"}});
    ASSERT_TRUE(run([&] { return bob_->view().ringing(); }));
    bob_->lift();
    ASSERT_TRUE(run([&] {
      return alice_->view().call_state() == "connected" && bob_->view().call_state() == "connected";
    }));
    world_->run_for(100ms);  // the ACK has arrived
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
    options.registrar = server_->local();
    options.board_plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
    auto phone = SimPhone::start(*world_, *network_, trace_, options, {});
    EXPECT_TRUE(phone.ok()) << phone.status();
    return phone.ok() ? *std::move(phone) : nullptr;
  }

  bool run(const std::function<bool()>& until, Instant limit = 10s) {
    return world_->run_until(until, limit);
  }
  void cut(const IpAddress& address) { world_->faults()->partition(address); }
  static std::string cause(const SimPhone& phone) {
    return phone.view().call() == nullptr ? "" : phone.view().call()->end_cause;
  }

  Trace trace_;
  std::unique_ptr<World> world_;
  std::unique_ptr<TracingNetwork> network_;
  std::unique_ptr<RandomSource> random_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<SimPhone> alice_, bob_;
};

TEST_F(BrokenWorld, WithoutTheProxyBothCanStillHangUp) {
  cut(world_->address(0));

  bob_->replace();
  EXPECT_TRUE(run([&] { return bob_->view().call_state() == "ended"; }, 1s));
  EXPECT_EQ(cause(*bob_), "hung_up_here");
  alice_->api().request("call.hangup", {{"call_id", alice_->view().call_id()}});
  EXPECT_TRUE(run([&] { return alice_->view().call_state() == "ended"; }, 40s));
  EXPECT_TRUE(run([&] { return alice_->view().led("line1") == "off"; }, 1s));
}

TEST_F(BrokenWorld, AHoldThatTheProxySwallowsFailsAndSaysSo) {
  cut(world_->address(0));
  std::string answer;

  alice_->api().request("call.hold", {{"call_id", alice_->view().call_id()}, {"timeout_ms", 60000}},
                        [&](const boost::json::object& result, bool failed) {
                          answer = failed ? std::string(result.at("message").as_string()) : "done";
                        });

  EXPECT_TRUE(run([&] { return !answer.empty(); }, 60s));
  EXPECT_NE(answer, "done");
}

TEST_F(BrokenWorld, WhenAPhoneDiesTheOtherEndsTheSilentCall) {
  cut(bob_->address());

  EXPECT_FALSE(run([&] { return alice_->view().call_state() == "ended"; }, 110s));
  EXPECT_TRUE(run([&] { return alice_->view().call_state() == "ended"; }, 15s));
  EXPECT_EQ(alice_->view().silent_calls(), 1u);
}

TEST_F(BrokenWorld, TheCallOutlivesTheApiClient) {
  alice_->drop_api();
  world_->run_for(1s);

  EXPECT_EQ(bob_->view().call_state(), "connected");
  bob_->replace();
  EXPECT_TRUE(run([&] { return bob_->view().call_state() == "ended"; }));
}

TEST_F(BrokenWorld, ALostByeIsSentAgainUntilItArrives) {
  int dropped = 0;
  world_->faults()->set_loss_filter([&](const Endpoint&, const Endpoint&, std::string_view octets) {
    return octets.starts_with("BYE") && dropped++ < 3;
  });

  bob_->replace();

  EXPECT_TRUE(run([&] { return alice_->view().call_state() == "ended"; }, 10s));
  EXPECT_EQ(cause(*alice_), "hung_up_there");
}

}  // namespace
}  // namespace offhook::sim
