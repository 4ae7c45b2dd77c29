// SPDX-License-Identifier: GPL-3.0-or-later
// Keys about others: pick-up, parking, transfer by key, mailbox, call completion.
#include "actors/phone/presentation.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using call::CallState;
using subscription::DialogState;
using subscription::PartyState;

subscription::WatchedDialog a_dialog(DialogState state) {
  subscription::WatchedDialog dialog;
  dialog.id = "1";
  dialog.call_id = "call";
  dialog.local_tag = "bob";
  dialog.remote_tag = "alice";
  dialog.is_initiator = false;
  dialog.state = state;
  dialog.remote_uri = "sip:1001@example.net";
  dialog.remote_display = "Alice";
  return dialog;
}
WatchedParty idle() { return {PartyState::idle, {}}; }
WatchedParty ringing() { return {PartyState::ringing, {a_dialog(DialogState::early)}}; }
WatchedParty talking() { return {PartyState::talking, {a_dialog(DialogState::confirmed)}}; }

struct DeskWatching : DeskTest {
  DeskRules rules;
  void SetUp() override {
    rules.keys["D1"] = {KeyType::blf, "1002", "", "Bob"};
    rules.keys["D2"] = {KeyType::park, "701", "", ""};
    rules.keys["D3"] = {KeyType::retrieve_park, "701", "", ""};
    rules.keys["D4"] = {KeyType::pickup, "", "", ""};
    rules.keys["D5"] = {KeyType::group_pickup, "", "", ""};
    rules.keys["D6"] = {KeyType::intercom, "1003", "", ""};
    rules.keys["D7"] = {KeyType::voice_mail, "", "", ""};
    begin();
  }
  void begin() { desk = Desk(rules); }
  std::string bob(WatchedParty party) {
    return text(desk.watched_changed("/1002", std::move(party)));
  }
  /// A call that stands, in hand.
  void talk() {
    desk.lift();
    desk.press("9");
    desk.press("#");
    change("a", CallState::dialing);
    change("a", CallState::connected);
  }
  std::string row(std::size_t number,
                  const PageContext& context = {"Alice 1001", true, true}) const {
    return present(desk.state(), context).page.lines.at(number);
  }
};

TEST_F(DeskWatching, AnIdlePartyIsCalled) {
  bob(idle());
  EXPECT_EQ(text(desk.press("D1")), "place 1002");
  EXPECT_EQ(desk.state().audio_path(), device::AudioPath::speaker);
}

TEST_F(DeskWatching, ARingingCallIsPickedUpWithReplaces) {  // row 59
  bob(ringing());
  EXPECT_EQ(text(desk.press("D1")),
            "place sip:1001@example.net replacing call;to-tag=alice;from-tag=bob;early-only");
  EXPECT_TRUE(desk.state().last_dialled.empty());  // not for redial
}

TEST_F(DeskWatching, WithACodeTheServerPicksUp) {
  rules.watch.pickup_code = "*8";
  begin();
  bob(ringing());
  EXPECT_EQ(text(desk.press("D1")), "place *81002");
}

TEST_F(DeskWatching, WhatCannotBePickedUpSaysSo) {
  auto hidden = ringing();
  hidden.dialogs[0].call_id.clear();
  bob(hidden);
  EXPECT_EQ(text(desk.press("D1")), "");
  EXPECT_EQ(row(1), "Cannot be picked up");
}

TEST_F(DeskWatching, APickupKeyWithoutANumberAsksForOne) {
  EXPECT_EQ(text(desk.press("D4")), "");
  EXPECT_FALSE(desk.state().dialled);
  rules.watch.pickup_code = "*8";
  begin();
  desk.press("D4");
  EXPECT_EQ(desk.state().dialled, "*8");
  dial("1002");
  EXPECT_EQ(text(desk.press("#")), "place *81002");
}

TEST_F(DeskWatching, AGroupIsPickedUpByItsCode) {  // row 60
  EXPECT_EQ(text(desk.press("D5")), "");
  EXPECT_EQ(row(1), "No code for the group");
  rules.watch.group_pickup_code = "*98";
  begin();
  EXPECT_EQ(text(desk.press("D5")), "place *98");
}

TEST_F(DeskWatching, APartyInACallIsCalledOverTheLoudspeakerIfSet) {
  rules.watch.at_busy = KeyAtBusy::intercom;
  begin();
  bob(talking());
  EXPECT_EQ(text(desk.press("D1")), "intercom 1002");
  EXPECT_EQ(text(Desk(rules).press("D6")), "intercom 1003");
  rules.watch.intercom_code = "*80";
  EXPECT_EQ(text(Desk(rules).press("D6")), "place *801003");
}

TEST_F(DeskWatching, InACallTheKeySendsThePeerThere) {  // row 40
  talk();
  EXPECT_EQ(text(desk.press("D1")), "transfer a to 1002");
  EXPECT_EQ(row(0), "Transferring");
  desk.transfer_over("a", false, "Transfer failed: 486 Busy Here");
  EXPECT_FALSE(desk.state().consultation);
  EXPECT_EQ(desk.state().focus, "a");  // not held, so in hand as before
  EXPECT_EQ(row(2), "Transfer failed: 486 Busy Here");
}

TEST_F(DeskWatching, OrAsksThereFirst) {
  rules.watch.in_call = KeyInCall::attended;
  begin();
  talk();
  EXPECT_EQ(text(desk.press("D1")), "place 1002");  // the phone holds what is in the way
  change("b", CallState::dialing);
  change("a", CallState::held_local);
  change("b", CallState::connected);
  EXPECT_EQ(text(desk.press("TRANSFER")), "transfer a into b");
}

TEST_F(DeskWatching, OrCallsBesideIt) {
  rules.watch.in_call = KeyInCall::new_call;
  begin();
  talk();
  EXPECT_EQ(text(desk.press("D1")), "place 1002");
  EXPECT_FALSE(desk.state().consultation);
}

TEST_F(DeskWatching, AfterTransferTheKeyIsTheTarget) {
  talk();
  EXPECT_EQ(text(desk.press("TRANSFER")), "hold a");
  change("a", CallState::held_local);
  EXPECT_EQ(text(desk.press("D1")), "transfer a to 1002");
}

TEST_F(DeskWatching, ParksAtAnOrbitAndRetrieves) {  // rows 57, 58
  talk();
  EXPECT_EQ(text(desk.press("D2")), "transfer a to 701");
  begin();
  EXPECT_EQ(text(desk.press("D2")), "");  // nothing to park, nothing parked
  desk.watched_changed("/701", talking());
  EXPECT_EQ(text(desk.press("D3")),
            "place sip:1001@example.net replacing call;to-tag=alice;from-tag=bob");
  begin();
  desk.watched_changed("/701", talking());
  EXPECT_EQ(text(desk.press("D2")),
            "place sip:1001@example.net replacing call;to-tag=alice;from-tag=bob");
}

TEST_F(DeskWatching, ParksAndRetrievesByCode) {
  rules.watch.park_mode = ParkMode::code;
  rules.watch.park_code = "*68";
  rules.watch.retrieve_code = "*88";
  begin();
  talk();
  EXPECT_EQ(text(desk.press("D2")), "place *68701");
  begin();
  EXPECT_EQ(text(desk.press("D3")), "place *88701");
}

TEST_F(DeskWatching, TellsWhoCallsWhom) {  // row 63
  rules.watch.alert_shows = rules.watch.alert_sounds = true;
  begin();
  bob(idle());
  bob(ringing());
  EXPECT_EQ(row(0), "Call for 1002");
  EXPECT_EQ(row(1), "from Alice 1001");
  EXPECT_EQ(keys(), "Pick up|||Cancel|");
  EXPECT_TRUE(present(desk.state(), {}).splash);
  EXPECT_EQ(text(desk.press("F1")),
            "place sip:1001@example.net replacing call;to-tag=alice;from-tag=bob;early-only");
}

TEST_F(DeskWatching, AnAlertGoesWithTheCallOrWithCancel) {
  rules.watch.alert_shows = true;
  begin();
  bob(ringing());
  bob(talking());
  EXPECT_EQ(row(0), "Alice 1001");
  bob(idle());
  bob(ringing());
  EXPECT_EQ(text(desk.press("CANCEL")), "");
  bob(ringing());  // the same call is not told of twice
  EXPECT_EQ(row(0), "Alice 1001");
}

TEST_F(DeskWatching, TheMessageKeyCallsTheMailbox) {  // row 66
  EXPECT_EQ(text(desk.press("MESSAGE")), "");
  EXPECT_EQ(row(1), "No mailbox number");
  begin();
  desk.mailbox_changed("1", {true, "sip:vm-1001@example.net"});
  EXPECT_EQ(text(desk.press("MESSAGE")), "place sip:vm-1001@example.net");
  rules.watch.accounts["1"].voice_mail = "*97";
  begin();
  EXPECT_EQ(text(desk.press("MESSAGE")), "place *97");
  begin();
  EXPECT_EQ(text(desk.press("D7")), "place *97");
}

TEST_F(DeskWatching, TheMailboxIsThatOfTheAccountWhereSomethingWaits) {
  rules.watch.accounts["1"].voice_mail = "*97";
  rules.watch.accounts["2"].voice_mail = "*98";
  begin();
  desk.mailbox_changed("1", {false, ""});
  desk.mailbox_changed("2", {true, ""});
  const auto acts = desk.press("MESSAGE");
  ASSERT_EQ(text(acts), "place *98");
  EXPECT_EQ(std::get<PlaceCall>(acts[0]).account_id, "2");
}

TEST_F(DeskWatching, MessagesStutterAndAreCounted) {
  PageContext context{"Alice 1001", true, true};
  context.messages = true;
  context.new_messages = 2;
  EXPECT_EQ(row(3, context), "2 new messages");
  context.missed_calls = 1;
  EXPECT_EQ(row(3, context), "1 missed call, 2 new messages");
  desk.lift();
  EXPECT_EQ(present(desk.state(), context).tone, media::Tone::message);
  context.messages = false;
  EXPECT_EQ(present(desk.state(), context).tone, media::Tone::dial);
}

// ---- call completion, row 77 ----

struct DeskCompletion : DeskWatching {
  void SetUp() override {
    rules.watch.completion = true;
    begin();
  }
  void call(CallState last) {
    desk.lift();
    dial("1002");
    desk.press("#");
    change("a", CallState::dialing);
    if (last != CallState::dialing) change("a", last);
  }
  std::string end(const call::CallEnd& how, const std::string& remote_tag = "") {
    auto call = a_call("a", CallState::ended);
    call.remote_tag = remote_tag;
    return text(desk.call_ended(call, how));
  }
  std::string party(WatchedParty party, bool is_over = false) {
    return text(desk.watched_changed(std::string(waited_for), std::move(party), is_over));
  }
};

TEST_F(DeskCompletion, BusyOffersItAndCallsWhenFree) {
  call(CallState::dialing);
  end(busy_there());
  EXPECT_EQ(keys(), "New Call|Call back||Cancel|");
  EXPECT_EQ(row(2), "Call back when free?");
  EXPECT_EQ(text(desk.press("F2")), "wait for sip:1002@example.net");
  desk.replace();
  EXPECT_EQ(row(2), "Waiting for 1002");
  EXPECT_EQ(party(talking()), "");
  EXPECT_FALSE(present(desk.state(), {}).ringing);
  EXPECT_EQ(party(idle()), "");
  EXPECT_TRUE(present(desk.state(), {}).ringing);
  EXPECT_EQ(row(0), "Free now");
  EXPECT_EQ(text(desk.lift()), "stop waiting, place sip:1002@example.net");
  EXPECT_FALSE(desk.state().completion);
}

TEST_F(DeskCompletion, WhoDidNotAnswerMustHaveComeBackFirst) {
  call(CallState::ringing_out);
  EXPECT_EQ(text(desk.replace()), "hang up a");
  end({call::EndCause::cancelled_here, 487, "Request Terminated"}, "bob");
  EXPECT_EQ(keys(), "|Call back||Cancel|");
  EXPECT_EQ(text(desk.press("OK")), "wait for sip:1002@example.net");
  party(idle());
  EXPECT_FALSE(present(desk.state(), {}).ringing);
  party(talking());
  party(idle());
  EXPECT_TRUE(present(desk.state(), {}).ringing);
  EXPECT_EQ(text(desk.press("CANCEL")), "stop waiting");
}

TEST_F(DeskCompletion, AnOfferGoesByItselfOrWithTheNextCall) {
  call(CallState::dialing);
  end(busy_there());
  desk.replace();
  EXPECT_TRUE(desk.failure_fades());
  EXPECT_EQ(text(desk.failure_timed_out()), "");
  EXPECT_FALSE(desk.state().completion);
  call(CallState::dialing);
  end(busy_there());
  desk.press("F1");
  EXPECT_FALSE(desk.state().completion);
}

TEST_F(DeskCompletion, IsNotOfferedForWhatCannotBeBetterNextTime) {
  call(CallState::dialing);
  end({call::EndCause::refused_there, 404, "Not Found"});
  EXPECT_EQ(keys(), "New Call|||Cancel|");
}

TEST_F(DeskCompletion, EndsWhereNobodyTells) {
  call(CallState::dialing);
  end(busy_there());
  desk.press("F2");
  EXPECT_EQ(party({}, true), "stop waiting");
  EXPECT_FALSE(desk.state().completion);
}

}  // namespace
}  // namespace offhook::phone
