// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody dies in the middle of a call: the others end cleanly, nothing hangs, the API says why.
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace offhook::sim {
namespace {

/// Two phones in a call through the proxy.
class BrokenWorld : public offhook::testing::SmallWorld {
 protected:
  BrokenWorld() : SmallWorld(3) {}
  void SetUp() override {
    SmallWorld::SetUp();
    start_server();
    start_two();
    call();
    run_for(100ms);  // the ACK has arrived
  }
  void cut(const IpAddress& address) { world_->faults()->partition(address); }
  static std::string cause(const SimPhone& phone) {
    return phone.view().call() == nullptr ? "" : phone.view().call()->end_cause;
  }
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
  run_for(1s);

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
