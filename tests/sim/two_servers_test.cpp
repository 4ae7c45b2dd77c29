// SPDX-License-Identifier: GPL-3.0-or-later
// Two whole phones and two servers of one domain: calls go where the registrations are.
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace offhook::sim {
namespace {

class TwoServers : public offhook::testing::SmallWorld {
 protected:
  TwoServers() : SmallWorld(5) {}
  void SetUp() override {
    SmallWorld::SetUp();
    start_server(0);
    start_server(9);
    start_two();
  }
  void cut(std::size_t server, bool is_cut = true) {
    world_->faults()->partition(servers_[server]->local().address, is_cut);
  }
  void expect_call_works() {
    call();
    bob_->replace();
    EXPECT_TRUE(run([&] { return both_are("ended"); }));
  }
};

TEST_F(TwoServers, CallsFollowTheRegistrationThereAndBack) {
  expect_call_works();

  cut(0);
  run_for(60s);
  EXPECT_TRUE(alice_->view().registered());
  expect_call_works();

  cut(0, false);
  run_for(60s);
  cut(1);
  expect_call_works();
}

TEST_F(TwoServers, BothServersAwayAndBackNeedNobody) {
  for (int i = 0; i < 5; ++i) {
    cut(0);
    cut(1);
    run_for(5min);
    EXPECT_FALSE(alice_->view().registered());
    cut(0, false);
    cut(1, false);
    run_for(3s);
    EXPECT_TRUE(alice_->view().registered() && bob_->view().registered());
    expect_call_works();
  }
}

}  // namespace
}  // namespace offhook::sim
