// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer by keys, seen from three phones.
#include "tests/phone_flows/desk_office.hpp"

namespace offhook::phone_flows {
namespace {

class TransferByKeys : public DeskOffice {
 protected:
  /// alice talks to bob, presses Transfer and calls carol.
  void consult_until_carol_rings() {
    talk("1002", *bob_);
    press(*alice_, "TRANSFER");
    dial(*alice_, "1003#");
    ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));
  }
  /// alice talks to bob, presses Transfer, enters carol's number and hangs up.
  void send_away_by_hanging_up() {
    talk("1002", *bob_);
    press(*alice_, "TRANSFER");
    dial(*alice_, "1003");
    alice_->replace();
    ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));
  }
};
using States = std::vector<std::string>;

TEST_F(TransferByKeys, Blind) {
  open({}, true);
  talk("1002", *bob_);

  press(*alice_, "TRANSFER");
  ASSERT_TRUE(run([&] { return bob_->view().call_state() == "held_remote"; }));
  EXPECT_EQ(alice_->view().tone(), "dial_recall");
  dial(*alice_, "1003");
  press(*alice_, "F3");  // B Transfer
  ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));
  EXPECT_EQ(line(*alice_, 0), "Transferring");
  EXPECT_EQ(line(*alice_, 1), "1003");
  EXPECT_TRUE(run([&] { return line(*alice_, 2) == "Ringing"; }, 2s));  // by NOTIFY
  carol_->lift();

  ASSERT_TRUE(reaches(*alice_, {}));
  run_for(1s);
  EXPECT_EQ(states_of(*bob_), States{"connected"});
  EXPECT_EQ(states_of(*carol_), States{"connected"});
  EXPECT_EQ(alice_->view().tone(), "dial");  // the handset is still in the hand
}

TEST_F(TransferByKeys, BlindToSomebodyBusyKeepsTheCallOnHold) {
  open({}, true);
  talk("1002", *bob_);
  press(*alice_, "TRANSFER");
  dial(*alice_, "1003");
  press(*alice_, "TRANSFER");
  ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));

  press(*carol_, "F4");  // Reject

  ASSERT_TRUE(run([&] { return alice_->view().tone() == "congestion"; }));
  EXPECT_EQ(line(*alice_, 1), "Transfer failed: 486 Busy Here");
  EXPECT_EQ(states_of(*alice_), States{"held_local"});
  press(*alice_, "F2");  // Resume
  ASSERT_TRUE(run([&] { return bob_->view().call_state() == "connected"; }));
  EXPECT_EQ(states_of(*alice_), States{"connected"});
}

TEST_F(TransferByKeys, BlindByHangingUpRingsBackWhenItFails) {
  open({}, true);
  send_away_by_hanging_up();
  EXPECT_FALSE(alice_->view().ringing());

  press(*carol_, "F4");

  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  alice_->lift();
  ASSERT_TRUE(reaches(*alice_, States{"connected"}));
  EXPECT_FALSE(alice_->view().ringing());
}

TEST_F(TransferByKeys, AFailureWhileACallRingsBackFadesInItsOwnTime) {
  open({}, true);
  send_away_by_hanging_up();
  press(*carol_, "F4");
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));

  press(*alice_, "MESSAGE");  // there is no number for it

  ASSERT_TRUE(run([&] { return alice_->view().tone() == "congestion"; }));
  EXPECT_TRUE(run([&] { return alice_->view().tone() == "none"; }, 5s));
}

TEST_F(TransferByKeys, Attended) {
  open({}, true);
  consult_until_carol_rings();
  carol_->lift();
  run_for(1s);
  ASSERT_EQ(states_of(*alice_).size(), 2u);

  press(*alice_, "TRANSFER");

  ASSERT_TRUE(reaches(*alice_, {}));
  run_for(1s);
  EXPECT_EQ(states_of(*bob_), States{"connected"});
  EXPECT_EQ(states_of(*carol_), States{"connected"});
  for (const auto& tone : events("tone.changed")) EXPECT_NE(text(tone, "tone"), "busy");
}

TEST_F(TransferByKeys, AttendedByHangingUp) {
  open({}, true);
  consult_until_carol_rings();
  carol_->lift();
  run_for(1s);

  alice_->replace();

  ASSERT_TRUE(reaches(*alice_, {}));
  run_for(1s);
  EXPECT_EQ(states_of(*bob_), States{"connected"});
  EXPECT_EQ(states_of(*carol_), States{"connected"});
  EXPECT_EQ(alice_->view().led("line1"), "off");
}

TEST_F(TransferByKeys, SemiAttendedIsDoneWhenTheTargetAnswers) {
  open({}, true);
  consult_until_carol_rings();
  press(*alice_, "F1");  // Transfer
  alice_->replace();
  run_for(2s);
  EXPECT_TRUE(carol_->view().ringing());

  carol_->lift();

  ASSERT_TRUE(reaches(*alice_, {}));
  run_for(1s);
  EXPECT_EQ(states_of(*bob_), States{"connected"});
  EXPECT_EQ(states_of(*carol_), States{"connected"});
}

TEST_F(TransferByKeys, SemiAttendedAsBlindCallsTheTargetAnew) {
  open([](auto& settings) { settings.desk.transfer.semi_attended = false; }, true);
  consult_until_carol_rings();

  press(*alice_, "TRANSFER");

  ASSERT_TRUE(run([&] { return events("call.incoming", "carol").size() == 2; }));
  carol_->lift();
  ASSERT_TRUE(reaches(*alice_, {}));
  run_for(1s);
  EXPECT_EQ(states_of(*carol_), States{"connected"});
}

}  // namespace
}  // namespace offhook::phone_flows
