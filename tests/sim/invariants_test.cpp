// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/invariants.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace offhook::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PhoneFacts talking() {
  return {.name = "alice",
          .calls = {"ended", "connected"},
          .lamps = {{"line1", "green on"}, {"line2", "off"}},
          .off_hook = true,
          .ports = 2};
}
PhoneFacts idle() { return {.name = "alice", .calls = {"ended"}, .lamps = {{"line1", "off"}}}; }

TEST(Invariants, HoldForAPhoneThatTalksAndForAnIdleOne) {
  EXPECT_THAT(broken_invariants(talking()), IsEmpty());
  EXPECT_THAT(broken_invariants(idle()), IsEmpty());
}

TEST(Invariants, CatchALampThatLies) {
  auto facts = idle();
  facts.lamps["line1"] = "green on";
  EXPECT_THAT(broken_invariants(facts), ElementsAre("alice: a line lamp is lit without a call"));

  facts = talking();
  facts.lamps["line1"] = "off";
  EXPECT_THAT(broken_invariants(facts), ElementsAre("alice: a call has no line lamp"));
}

TEST(Invariants, CatchRingingAndTonesWithoutCause) {
  auto facts = talking();
  facts.ringing = true;
  EXPECT_THAT(broken_invariants(facts), ElementsAre("alice: it rings without a call that rings"));

  facts = idle();
  facts.tone = "busy";
  EXPECT_THAT(broken_invariants(facts), ElementsAre("alice: a tone plays without a cause"));
}

TEST(Invariants, CatchPortsThatWereNotGivenBack) {
  auto facts = idle();
  facts.ports = 2;
  EXPECT_THAT(broken_invariants(facts), ElementsAre("alice: RTP ports are open without a call"));
}

class InvariantsOfAWorld : public offhook::testing::SmallWorld {
 protected:
  InvariantsOfAWorld() : SmallWorld(4) {}
  void expect_all_hold() {
    run_for(500ms);
    for (auto* phone : {alice_.get(), bob_.get()})
      EXPECT_THAT(broken_invariants(facts_of(*phone, *world_)), IsEmpty());
  }
};

TEST_F(InvariantsOfAWorld, HoldAfterEachStepOfACall) {
  start_server();
  start_two();
  expect_all_hold();
  alice_->api().request("call.dial", {{"target", "1002"}});
  ASSERT_TRUE(run([&] { return bob_->view().ringing(); }));
  expect_all_hold();
  bob_->lift();
  ASSERT_TRUE(run([&] { return both_are("connected"); }));
  expect_all_hold();
  alice_->api().request("call.hold", {{"call_id", alice_->view().call_id()}});
  ASSERT_TRUE(run([&] { return alice_->view().call_state() == "held_local"; }));
  expect_all_hold();
  bob_->replace();
  ASSERT_TRUE(run([&] { return both_are("ended"); }));
  run_for(1s);  // she hears for a while that the other side has gone
  EXPECT_TRUE(run([&] { return alice_->view().tone() == "none"; }, 60s));
  expect_all_hold();
}

TEST_F(InvariantsOfAWorld, CatchActorsAndPortsThatAreLeft) {
  start_server();
  EXPECT_EQ(broken_invariants_at_end(*world_).size(), 2u);
  servers_[0]->stop();
  run_for(1s);
  EXPECT_THAT(broken_invariants_at_end(*world_), IsEmpty());
}

}  // namespace
}  // namespace offhook::sim
