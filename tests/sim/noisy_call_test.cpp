// SPDX-License-Identifier: GPL-3.0-or-later
// Whole phones on a bad network, in virtual time: what is agreed holds, and everything ends.
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace offhook::sim {
namespace {

const LinkPath noisy{.delay = 20ms,
                     .jitter = 30ms,
                     .loss = 0.05,
                     .duplication = 0.02,
                     .reordering = {.share = 0.05, .extra = 40ms}};

/// Both directions of all links have the same path, registration included.
class NoisyWorld : public offhook::testing::SmallWorld {
 protected:
  explicit NoisyWorld(std::uint64_t seed = 1) : SmallWorld(seed) {}
  VirtualNetwork& network() { return *world_->faults(); }
  void register_two_over(const LinkPath& path) {
    network().set_link(path);
    start_server();
    start_two();
  }
  void dial(SimPhone& from, const std::string& target) {
    from.api().request("call.dial", {{"target", target}});
  }
  void order(SimPhone& phone, std::string_view method) {
    phone.api().request(method, {{"call_id", phone.view().call_id()}});
  }
  void dial_and_answer(const std::string& target = "1002") {
    dial(*alice_, target);
    ASSERT_TRUE(run([&] { return bob_->view().ringing(); }, 32s));
    bob_->lift();
    ASSERT_TRUE(run([&] { return both_are("connected"); }, 32s));
  }
  void hang_up() {
    bob_->replace();
    ASSERT_TRUE(run([&] { return both_are("ended"); }, 64s));
  }
};

class NoisyCall : public NoisyWorld, public ::testing::WithParamInterface<std::uint64_t> {
 protected:
  NoisyCall() : NoisyWorld(GetParam()) {}
};

TEST_P(NoisyCall, IsEstablishedHoldsAndEndsRight) {
  register_two_over(noisy);
  dial_and_answer();
  run_for(5s);
  EXPECT_TRUE(both_are("connected"));
  order(*alice_, "call.hold");
  ASSERT_TRUE(run([&] { return alice_->view().call_state() == "held_local"; }, 32s));
  order(*alice_, "call.resume");
  ASSERT_TRUE(run([&] { return both_are("connected"); }, 32s));
  run_for(30s);
  EXPECT_TRUE(both_are("connected"));
  hang_up();

  EXPECT_EQ(alice_->view().call()->end_cause, "hung_up_there");
  EXPECT_EQ(bob_->view().call()->end_cause, "hung_up_here");
  EXPECT_GT(alice_->view().call()->quality.rtp_received, 1000u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, NoisyCall, ::testing::Range<std::uint64_t>(1, 9));

/// All that was sent, by whom and when, and all that the API said.
std::string transcript(const Trace& trace,
                       const std::vector<std::pair<std::string, boost::json::object>>& events) {
  std::string text;
  for (const auto& packet : trace.packets())
    text += std::to_string(packet.at.count()) + " " + packet.from.to_string() + " " +
            packet.to.to_string() + " " + packet.octets + "\n";
  for (const auto& [who, event] : events) text += who + " " + boost::json::serialize(event) + "\n";
  return text;
}

TEST_F(NoisyWorld, TheSameSeedGivesTheSameOctetsAndAnotherSeedOthers) {
  LinkPath path = noisy;
  path.bursts = {.p = 0.01, .r = 0.3};
  path.corruption = {.share = 0.01, .octets = 2};
  path.jitter_shape = JitterShape::normal;
  path.bandwidth = {.octets_per_second = 20000};
  const auto live = [&] {
    network().set_link(path);
    network().add_nat({.kind = NatKind::symmetric, .outside = IpAddress::v4(203, 0, 113, 1)},
                      {world_->address(2)});
    start_server();
    alice_ = start_phone("alice");
    bob_ = start_phone("bob");
    run_for(10s);
    dial(*alice_, "1002");
    dial(*bob_, "1001");
    run_for(5s);
    bob_->lift();
    run_for(5s);
    bob_->replace();
    order(*alice_, "call.hangup");
    run_for(10s);
    return transcript(trace_, events_);
  };

  const std::string first = live();
  start_again();
  const std::string second = live();
  start_again(2);
  const std::string other = live();

  EXPECT_GT(first.size(), 10000u);
  EXPECT_TRUE(first == second);
  EXPECT_TRUE(first != other);
}

/// 5000 octets a second have room for half of a G.711 stream.
TEST_F(NoisyWorld, ANarrowLinkLosesSoundButTheCallEndsRight) {
  start_two();
  dial_and_answer("sip:1002@192.0.2.12");
  run_for(5s);
  EXPECT_EQ(network().counts(alice_->address(), bob_->address()).queue_full, 0u);
  network().set_link({.delay = 10ms, .bandwidth = {.octets_per_second = 5000}});
  run_for(20s);
  hang_up();

  EXPECT_GT(network().counts(alice_->address(), bob_->address()).queue_full, 300u);
  EXPECT_GT(alice_->view().call()->quality.rtp_lost, 300u);
  EXPECT_GT(bob_->view().call()->quality.rtp_lost, 300u);
}

TEST_F(NoisyWorld, DamageOnOneLinkBreaksNoOtherCall) {
  start_server();
  start_two();
  call();
  LinkPath damaged = noisy;
  damaged.corruption = {.share = 1, .octets = 4};
  for (std::uint8_t host = 0; host < 4; ++host) {
    network().set_link(world_->address(3), world_->address(host), damaged);
    network().set_link(world_->address(host), world_->address(3), damaged);
  }
  carol_ = start_phone("carol");
  ASSERT_TRUE(carol_);
  for (int i = 0; i < 20; ++i) {
    dial(*carol_, i % 2 == 0 ? "1001" : "sip:1002@192.0.2.12");
    run_for(3s);
    if (carol_->view().call() != nullptr) order(*carol_, "call.hangup");
    EXPECT_TRUE(both_are("connected"));
  }

  order(*alice_, "call.hold");
  EXPECT_TRUE(run([&] { return alice_->view().call_state() == "held_local"; }));
  hang_up();
}

TEST_F(NoisyWorld, DamageEverywhereIsOverWhenItIsOver) {
  start_server();
  start_two();
  LinkPath damaged = noisy;
  damaged.corruption = {.share = 0.3, .octets = 3};
  network().set_link(damaged);
  for (int i = 0; i < 20; ++i) {
    dial(*alice_, "1002");
    run_for(3s);
    bob_->lift();
    run_for(10s);
    order(*alice_, "call.hangup");
    bob_->replace();
    run_for(5s);
  }

  network().set_link({.delay = 2ms});
  run_for(180s);
  EXPECT_TRUE(alice_->view().registered() && bob_->view().registered());
  dial_and_answer();
  hang_up();
}

}  // namespace
}  // namespace offhook::sim
