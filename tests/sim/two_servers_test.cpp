// SPDX-License-Identifier: GPL-3.0-or-later
// Two whole phones and two servers of one domain: calls go where the registrations are.
#include <gtest/gtest.h>

#include "sim/server.hpp"
#include "sim/sim_phone.hpp"
#include "sim/virtual_network.hpp"
#include "sim/world.hpp"

namespace offhook::sim {
namespace {

class TwoServers : public testing::Test {
 protected:
  void SetUp() override {
    auto world = make_virtual_world(5);
    ASSERT_TRUE(world.ok()) << world.status();
    world_ = std::move(*world);
    network_ = std::make_unique<TracingNetwork>(world_->network(), trace_, world_->clock());
    random_ = world_->random("servers");
    for (const std::uint8_t host : {std::uint8_t{0}, std::uint8_t{9}}) {
      ProxyOptions proxy;
      proxy.identity.domain = "sim.test";
      proxy.users = {{"1001", "pw1001"}, {"1002", "pw1002"}};
      servers_.push_back(*Server::start(world_->loop().system(), *network_,
                                        {world_->address(host), 5060}, proxy, *random_));
    }
    alice_ = phone("alice", "1001", 1);
    bob_ = phone("bob", "1002", 2);
    ASSERT_TRUE(alice_ && bob_);
    ASSERT_TRUE(run([&] { return alice_->view().registered() && bob_->view().registered(); }));
  }
  void TearDown() override {
    if (!world_) return;
    for (auto* phone : {alice_.get(), bob_.get()})
      if (phone != nullptr) phone->stop();
    for (auto& server : servers_) server->stop();
    EXPECT_TRUE(world_->run_until([&] { return world_->loop().running_actors() == 0; }, 60s));
  }
  std::unique_ptr<SimPhone> phone(const std::string& name, const std::string& extension,
                                  std::uint8_t host) {
    SimPhone::Options options;
    options.name = name;
    options.extension = extension;
    options.password = "pw" + extension;
    options.host = host;
    options.registrar = servers_[0]->local();
    options.more_registrars = {servers_[1]->local()};
    options.board_plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
    auto phone = SimPhone::start(*world_, *network_, trace_, options, {});
    EXPECT_TRUE(phone.ok()) << phone.status();
    return phone.ok() ? *std::move(phone) : nullptr;
  }
  bool run(const std::function<bool()>& until, Instant limit = 10s) {
    return world_->run_until(until, limit);
  }
  void cut(std::size_t server, bool is_cut = true) {
    world_->faults()->partition(servers_[server]->local().address, is_cut);
  }
  bool call_works() {
    alice_->api().request("call.dial", {{"target", "1002"}});
    if (!run([&] { return bob_->view().ringing(); })) return false;
    bob_->lift();
    const bool connected = run([&] { return alice_->view().call_state() == "connected"; });
    bob_->replace();
    return connected && run([&] { return alice_->view().call_state() == "ended"; });
  }

  Trace trace_;
  std::unique_ptr<World> world_;
  std::unique_ptr<TracingNetwork> network_;
  std::unique_ptr<RandomSource> random_;
  std::vector<std::unique_ptr<Server>> servers_;
  std::unique_ptr<SimPhone> alice_, bob_;
};

TEST_F(TwoServers, CallsFollowTheRegistrationThereAndBack) {
  EXPECT_TRUE(call_works());

  cut(0);
  world_->run_for(60s);
  EXPECT_TRUE(alice_->view().registered());
  EXPECT_TRUE(call_works());

  cut(0, false);
  world_->run_for(60s);
  cut(1);
  EXPECT_TRUE(call_works());
}

TEST_F(TwoServers, BothServersAwayAndBackNeedNobody) {
  for (int i = 0; i < 5; ++i) {
    cut(0);
    cut(1);
    world_->run_for(5min);
    EXPECT_FALSE(alice_->view().registered());
    cut(0, false);
    cut(1, false);
    world_->run_for(3s);
    EXPECT_TRUE(alice_->view().registered() && bob_->view().registered());
    EXPECT_TRUE(call_works());
  }
}

}  // namespace
}  // namespace offhook::sim
