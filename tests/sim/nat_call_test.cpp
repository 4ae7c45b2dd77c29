// SPDX-License-Identifier: GPL-3.0-or-later
// Whole phones behind boxes that translate addresses.
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace offhook::sim {
namespace {

const IpAddress alices_box = IpAddress::v4(203, 0, 113, 1);
const IpAddress bobs_box = IpAddress::v4(203, 0, 113, 2);

/// RFC 3581 tells the phones how the registrar sees them; keep-alives hold their mappings open.
void learn_address(SimPhone::Options& options) {
  options.adjust = [](phone::PhoneSettings& settings) {
    settings.accounts.front().upkeep.learn_address = true;
    settings.accounts.front().upkeep.keep_alive = 25s;
  };
}

class NatCall : public offhook::testing::SmallWorld, public ::testing::WithParamInterface<NatKind> {
 protected:
  NatCall() : SmallWorld(3) {}
  void SetUp() override {
    SmallWorld::SetUp();
    start_server();
    box_ = put_behind(alices_box, 1);
  }
  std::shared_ptr<NatTable> put_behind(const IpAddress& outside, std::uint8_t host) {
    return world_->faults()->add_nat({.kind = GetParam(), .outside = outside},
                                     {world_->address(host)});
  }
  void hang_up(SimPhone& phone) {
    phone.api().request("call.hangup", {{"call_id", phone.view().call_id()}});
    EXPECT_TRUE(run([&] { return both_are("ended"); }, 5s));
  }
  [[nodiscard]] bool was_sent(std::string_view text) const {
    for (const auto& packet : trace_.packets())
      if (packet.octets.find(text) != std::string::npos) return true;
    return false;
  }
  std::shared_ptr<NatTable> box_;
};

TEST_P(NatCall, RegistersAsTheServerSeesIt) {
  start_two(learn_address);
  run_for(3s);

  EXPECT_TRUE(was_sent(";received=203.0.113.1"));
  EXPECT_TRUE(was_sent("Contact: <sip:1001@203.0.113.1:2"));
  EXPECT_FALSE(was_sent("Contact: <sip:1002@203.0.113.1"));
}

TEST_P(NatCall, IsCalledThroughTheProxyAndHearsBothWays) {
  start_two(learn_address);
  run_for(3s);
  bob_->api().request("call.dial", {{"target", "1001"}});
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  alice_->lift();
  ASSERT_TRUE(run([&] { return both_are("connected"); }));
  run_for(10s);
  hang_up(*bob_);

  EXPECT_GT(alice_->view().call()->quality.rtp_received, 400u);
  EXPECT_GT(bob_->view().call()->quality.rtp_received, 400u);
}

TEST_P(NatCall, CallsOutAndIsHungUpOnFromOutside) {
  start_two(learn_address);
  run_for(3s);
  call();
  run_for(1s);
  hang_up(*bob_);
}

TEST_P(NatCall, SignalsBetweenTwoBoxes) {
  const auto other = put_behind(bobs_box, 2);
  start_two(learn_address);
  run_for(3s);
  call();
  run_for(1s);
  hang_up(*alice_);

  EXPECT_FALSE(box_->bindings(world_->now()).empty());
  EXPECT_FALSE(other->bindings(world_->now()).empty());
}

TEST_P(NatCall, IsReachedAfterHoursAndAfterItsBoxWasSwitchedOffAndOn) {
  start_two(learn_address);
  run_for(3h);
  box_->reboot();
  run_for(60s);

  bob_->api().request("call.dial", {{"target", "1001"}});
  EXPECT_TRUE(run([&] { return alice_->view().ringing(); }));
}

INSTANTIATE_TEST_SUITE_P(Kinds, NatCall,
                         ::testing::Values(NatKind::full_cone, NatKind::restricted_cone,
                                           NatKind::port_restricted_cone, NatKind::symmetric));

}  // namespace
}  // namespace offhook::sim
