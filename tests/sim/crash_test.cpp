// SPDX-License-Identifier: GPL-3.0-or-later
// An actor that crashes takes nothing along that is not its own, and another takes its place.
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace offhook::sim {
namespace {

class CrashingWorld : public offhook::testing::SmallWorld {
 protected:
  CrashingWorld() : SmallWorld(5) {}
  void start_two_in_a_call() {
    start_server();
    start_two();
    call();
  }
  bool somebody_is_warned() {
    return !alice_->view().warnings().empty() || !bob_->view().warnings().empty();
  }
};

TEST_F(CrashingWorld, ARegistrationThatCrashesIsMadeAnewAndCallsGoOn) {
  start_server();
  start_two();
  world_->loop().doom("registration", 1);  // the next one that hears that its phone is busy
  call();
  ASSERT_TRUE(run([&] { return somebody_is_warned(); }));

  run_for(1s);

  EXPECT_TRUE(alice_->view().registered() && bob_->view().registered());
  EXPECT_TRUE(both_are("connected"));
}

TEST_F(CrashingWorld, ACallLegThatCrashesEndsItsCallAtBothEnds) {
  start_two_in_a_call();
  world_->loop().doom("call leg", 1);
  alice_->api().request("call.hold", {{"call_id", alice_->view().call_id()}});
  ASSERT_TRUE(run([&] { return both_are("ended"); }));

  EXPECT_EQ(alice_->view().call()->end_cause, "internal_error");
  bob_->replace();
  alice_->replace();
  run_for(1s);
  call();
}

TEST_F(CrashingWorld, ATransactionThatCrashesFailsItsRequestAlone) {
  start_server();
  start_two();
  world_->loop().doom("client transaction", 1);
  alice_->api().request("call.dial", {{"target", "1002"}});
  ASSERT_TRUE(run([&] { return alice_->view().call_state() == "ended"; }, 60s));

  // Nobody is left who could cancel: bob rings until the proxy does (timer C, RFC 3261 §16.8).
  run_for(200s);
  EXPECT_FALSE(bob_->view().ringing());
  call();
}

}  // namespace
}  // namespace offhook::sim
