// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/pages.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using call::CallState;
using device::AudioPath;

/// A call "a" in hand, the handset lifted.
struct DeskTransfer : DeskTest {
  void SetUp() override {
    desk.lift();
    change("a", CallState::dialing);
    change("a", CallState::connected);
  }
  /// Transfer, the number, Send; the call "b" to it begins.
  void consult(CallState state = CallState::ringing_out) {
    EXPECT_EQ(text(desk.press("TRANSFER")), "hold a");
    change("a", CallState::held_local);
    dial("1003");
    EXPECT_EQ(text(desk.press("#")), "place 1003");
    change("b", CallState::dialing);
    change("b", state);
    if (state == CallState::connected) {
      EXPECT_EQ(desk.state().focus, "b");
    }
  }
};

TEST_F(DeskTransfer, BlindHoldsAsksAndSendsThePeer) {
  EXPECT_EQ(text(desk.press("F1")), "hold a");
  change("a", CallState::held_local);
  EXPECT_EQ(desk.state().dialled, "");
  dial("1003");
  EXPECT_EQ(keys(), "Send|Delete|B Transfer|Cancel|");

  EXPECT_EQ(text(desk.press("F3")), "transfer a to 1003");

  desk.transfer_progressed("a", "Ringing");
  const auto page = page_of(desk.state(), {});
  EXPECT_EQ(page.lines[0], "Transferring");
  EXPECT_EQ(page.lines[1], "1003");
  EXPECT_EQ(page.lines[2], "Ringing");
}

TEST_F(DeskTransfer, TheTransferKeyIsBlindOverANumber) {
  desk.press("TRANSFER");
  change("a", CallState::held_local);
  dial("1003");
  EXPECT_EQ(text(desk.press("TRANSFER")), "transfer a to 1003");
  desk.transfer_over("a", true, "");
  let_go("a");
  EXPECT_TRUE(desk.state().calls.empty());
  EXPECT_FALSE(desk.state().failure);
}

TEST_F(DeskTransfer, AFailureIsToldAndTheCallWaitsOnHold) {
  desk.press("TRANSFER");
  change("a", CallState::held_local);
  dial("1003");
  desk.press("TRANSFER");

  desk.transfer_over("a", false, "Transfer failed: 486 Busy Here");

  EXPECT_EQ(desk.state().failure, media::Tone::congestion);
  EXPECT_EQ(page_of(desk.state(), {}).lines[1], "Transfer failed: 486 Busy Here");
  EXPECT_EQ(keys(), "New Call|Resume||Cancel|");
  EXPECT_EQ(text(desk.press("F2")), "resume a");
  EXPECT_FALSE(desk.state().failure);
}

TEST_F(DeskTransfer, AttendedConnectsWhoHaveTalked) {
  consult(CallState::connected);
  EXPECT_EQ(text(desk.press("TRANSFER")), "transfer a into b");
  // The target hears of it first and hangs up: no busy tone for that.
  desk.call_ended(a_call("b", CallState::ended), hung_up_there());
  EXPECT_FALSE(desk.state().failure);
  desk.transfer_over("a", true, "");
  let_go("a");
  EXPECT_TRUE(desk.state().calls.empty());
}

TEST_F(DeskTransfer, WhoeverEndsTheCallsThereIsNoBusyTone) {
  consult(CallState::connected);
  desk.press("TRANSFER");
  desk.transfer_over("a", true, "");
  desk.call_ended(a_call("b", CallState::ended), hung_up_there());
  desk.call_ended(a_call("a", CallState::ended), hung_up_there());
  EXPECT_FALSE(desk.state().failure);
  EXPECT_TRUE(desk.state().calls.empty());
  EXPECT_FALSE(desk.state().consultation);
}

TEST_F(DeskTransfer, HangingUpInTheConsultationConnectsToo) {
  consult(CallState::connected);
  EXPECT_EQ(text(desk.replace()), "transfer a into b");
}

TEST_F(DeskTransfer, HangingUpOverANumberIsBlind) {
  desk.press("TRANSFER");
  change("a", CallState::held_local);
  dial("1003");
  EXPECT_EQ(text(desk.replace()), "transfer a to 1003");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::none);
}

TEST_F(DeskTransfer, WhatFailsAfterHangingUpRingsBack) {
  desk.press("TRANSFER");
  change("a", CallState::held_local);
  dial("1003");
  desk.replace();

  desk.transfer_over("a", false, "Transfer failed: 486 Busy Here");

  EXPECT_EQ(desk.state().recall, "a");
  EXPECT_EQ(mode_of(desk.state()), DeskMode::recalling);
  EXPECT_EQ(page_of(desk.state(), {}).lines[2], "Transfer failed: 486 Busy Here");
  EXPECT_EQ(text(desk.lift()), "resume a");
  EXPECT_EQ(desk.state().focus, "a");
  EXPECT_TRUE(desk.state().recall.empty());
}

TEST_F(DeskTransfer, RingingBackEndsAndTheCallStaysOnHold) {
  desk.press("TRANSFER");
  change("a", CallState::held_local);
  dial("1003");
  desk.replace();
  desk.transfer_over("a", false, "Transfer failed");
  EXPECT_TRUE(desk.failure_fades());
  desk.failure_timed_out();
  EXPECT_EQ(mode_of(desk.state()), DeskMode::held_alone);
}

TEST_F(DeskTransfer, SemiAttendedWaitsForTheAnswer) {
  consult();
  EXPECT_EQ(keys(), "Transfer|||Cancel|");
  EXPECT_EQ(text(desk.press("F1")), "");
  EXPECT_EQ(text(desk.call_changed(a_call("b", CallState::connected))), "transfer a into b");
}

TEST_F(DeskTransfer, SemiAttendedByHangingUpWaitsSilently) {
  consult();
  EXPECT_EQ(text(desk.replace()), "");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::none);
  EXPECT_EQ(text(desk.call_changed(a_call("b", CallState::connected))), "transfer a into b");
  EXPECT_EQ(desk.state().audio_path(), AudioPath::none);
}

TEST_F(DeskTransfer, ATargetThatRefusesAfterHangingUpRingsBack) {
  consult();
  desk.replace();
  desk.call_ended(a_call("b", CallState::ended), busy_there());
  EXPECT_EQ(desk.state().recall, "a");
  EXPECT_EQ(desk.state().notice, "Busy");
}

TEST_F(DeskTransfer, WithoutSemiAttendedTheRingingTargetIsCalledAnew) {
  DeskRules rules;
  rules.transfer.semi_attended = false;
  desk = Desk(rules);
  SetUp();
  consult();
  EXPECT_EQ(text(desk.press("TRANSFER")), "hang up b, transfer a to 1003");
}

TEST_F(DeskTransfer, CancelLeavesTheCallOnHold) {
  desk.press("TRANSFER");
  change("a", CallState::held_local);
  dial("10");
  EXPECT_EQ(text(desk.press("CANCEL")), "");
  EXPECT_FALSE(desk.state().dialled);
  EXPECT_EQ(desk.state().focus, "a");
  EXPECT_EQ(keys(), "Transfer|Resume|New Call|End|");
}

TEST_F(DeskTransfer, ABusyTargetLeavesTheCallOnHold) {
  consult();
  desk.call_ended(a_call("b", CallState::ended), busy_there());
  EXPECT_EQ(desk.state().failure, media::Tone::busy);
  EXPECT_EQ(text(desk.press("CANCEL")), "");
  EXPECT_EQ(desk.state().focus, "a");
  EXPECT_EQ(text(desk.press("HOLD")), "resume a");
}

TEST_F(DeskTransfer, APeerThatLeavesDuringTheConsultationLeavesItACall) {
  consult(CallState::connected);
  desk.call_ended(a_call("a", CallState::ended), hung_up_there());
  EXPECT_EQ(transfer_stage(desk.state()), TransferStage::none);
  EXPECT_EQ(text(desk.press("TRANSFER")), "hold b");
}

TEST_F(DeskTransfer, ACallOnHoldMayBeTheTarget) {
  change("a", CallState::held_local);
  EXPECT_EQ(text(desk.press("F3")), "");  // New Call
  dial("1003");
  desk.press("#");
  change("b", CallState::dialing);
  change("b", CallState::connected);
  EXPECT_EQ(text(desk.press("TRANSFER")), "hold b");
  change("b", CallState::held_local);
  EXPECT_EQ(text(desk.press("L1")), "transfer b into a");
}

TEST_F(DeskTransfer, MessageSendsThePeerToTheMailboxOfTheNumber) {
  desk = Desk(DeskRules{.transfer = {.mailbox_prefix = "*86"}});
  SetUp();
  desk.press("TRANSFER");
  dial("1003");
  EXPECT_EQ(text(desk.press("MESSAGE")), "transfer a to *861003");
}

TEST_F(DeskTransfer, MessageDoesNotWithoutAPrefix) {
  desk.press("TRANSFER");
  dial("1003");
  EXPECT_EQ(text(desk.press("MESSAGE")), "");
}

TEST_F(DeskTransfer, TheKeyMaySendDigitsInstead) {
  desk = Desk(DeskRules{.transfer = {.digits = "*2"}});
  SetUp();
  EXPECT_EQ(text(desk.press("TRANSFER")), "digits *2");
  change("a", CallState::held_local);
  EXPECT_EQ(text(desk.press("TRANSFER")), "") << "digits are not sent on hold";
}

}  // namespace
}  // namespace offhook::phone
