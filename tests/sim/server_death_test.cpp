// SPDX-License-Identifier: GPL-3.0-or-later
// The server dies and comes back, with its location service or without.
#include <gtest/gtest.h>

#include "sim/virtual_stream_network.hpp"
#include "tests/support/small_world.hpp"

namespace offhook::sim {
namespace {

void keep_alive(SimPhone::Options& options) {
  options.adjust = [](phone::PhoneSettings& settings) {
    settings.accounts.front().upkeep.keep_alive = 30s;
    settings.accounts.front().upkeep.recovery = 5s;
  };
}

class ServerDeath : public offhook::testing::SmallWorld {
 protected:
  ServerDeath() : SmallWorld(7) {}
  void SetUp() override {
    SmallWorld::SetUp();
    start_server();
    start_two(keep_alive);
  }
  void die_for(Instant span) {
    servers_[0]->stop();
    EXPECT_FALSE(servers_[0]->is_running());
    run_for(span);
  }
  void come_back(Server::Memory memory) {
    const auto status = servers_[0]->start_again(memory);
    ASSERT_TRUE(status.ok()) << status;
  }
  void hang_up() {
    bob_->replace();
    EXPECT_TRUE(run([&] { return both_are("ended"); }));
  }
};

TEST_F(ServerDeath, WithItsBindingsCallsWorkAtOnce) {
  die_for(1s);
  come_back(Server::Memory::kept);
  call();
  hang_up();
}

TEST_F(ServerDeath, WithoutItsBindingsPhonesRegisterAnew) {
  die_for(1s);
  come_back(Server::Memory::lost);
  alice_->api().request("call.dial", {{"target", "1002"}});
  EXPECT_FALSE(run([&] { return bob_->view().ringing(); }, 2s));

  run_for(60s);
  call();
  hang_up();
}

TEST_F(ServerDeath, ALongOneIsNoticedAndSoIsItsEnd) {
  die_for(5min);
  EXPECT_FALSE(alice_->view().registered());
  EXPECT_FALSE(bob_->view().registered());

  come_back(Server::Memory::lost);
  EXPECT_TRUE(run([&] { return alice_->view().registered() && bob_->view().registered(); }, 15s));
  call();
  hang_up();
}

// RFC 3261 §16.12.1.2: the route set still names the server, so that the BYE finds the new one.
TEST_F(ServerDeath, ACallOutlivesTheProxyAndEndsThroughTheNextOne) {
  call();
  run_for(1s);
  die_for(10s);
  EXPECT_TRUE(both_are("connected"));
  come_back(Server::Memory::lost);
  hang_up();
}

TEST_F(ServerDeath, RefusesToStartWhileItRuns) {
  EXPECT_EQ(servers_[0]->start_again(Server::Memory::kept).code(),
            absl::StatusCode::kFailedPrecondition);
}

/// Phones and server over TCP on bad connections.
class NoisyTcp : public offhook::testing::SmallWorld {
 protected:
  NoisyTcp() : SmallWorld(9) {}
  void start_over(const StreamPath& path) {
    world_->streams()->set_path(path);
    start_server(0, world_->streams());
    start_two([&](SimPhone::Options& options) {
      keep_alive(options);
      options.transport = "tcp";
      options.connections = world_->streams();
    });
  }
  void hang_up() {
    bob_->replace();
    EXPECT_TRUE(run([&] { return both_are("ended"); }, 64s));
  }
};

TEST_F(NoisyTcp, CallsWorkUnderJitterAndCutAnywhere) {
  start_over({.delay = 20ms, .largest_piece = 40, .jitter = 30ms});
  call();
  run_for(5s);
  hang_up();
}

TEST_F(NoisyTcp, CallsWorkThoughConnectionsBreakNowAndThen) {
  start_over({.delay = 20ms});
  world_->streams()->set_path({.delay = 20ms, .reset = {.octets = 20000, .by_chance = true}});
  for (int i = 0; i < 10; ++i) {
    alice_->api().request("call.dial", {{"target", "1002"}});
    run([&] { return bob_->view().ringing(); }, 5s);
    bob_->lift();
    run_for(5s);
    bob_->replace();
    if (alice_->view().call_state() != "ended")
      alice_->api().request("call.hangup", {{"call_id", alice_->view().call_id()}});
    EXPECT_TRUE(run([&] { return both_are("ended"); }, 64s)) << i;
  }
}

TEST_F(NoisyTcp, AServerThatVanishesHalfOpenIsFoundAgain) {
  start_over({.delay = 2ms});
  world_->streams()->vanish(world_->address(0), HalfOpen::resets);
  run_for(90s);

  call();
  hang_up();
}

TEST_F(NoisyTcp, APartitionHoldsForStreamsToo) {
  start_over({.delay = 2ms});
  world_->faults()->partition(world_->address(0));
  run_for(5min);
  EXPECT_FALSE(alice_->view().registered());

  world_->faults()->partitions()->heal();
  EXPECT_TRUE(run([&] { return alice_->view().registered() && bob_->view().registered(); }, 60s));
  call();
  hang_up();
}

}  // namespace
}  // namespace offhook::sim
