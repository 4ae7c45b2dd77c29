// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/watched_keys.hpp"

#include <gtest/gtest.h>

#include "actors/phone/key_lamps.hpp"
#include "actors/phone/settings.hpp"

namespace offhook::phone {
namespace {

using device::LedColour;
using device::WatchedState;
using subscription::DialogState;
using subscription::PartyState;
using subscription::WatchedDialog;

WatchedDialog a_dialog(DialogState state, bool outgoing = false) {
  WatchedDialog dialog;
  dialog.id = "1";
  dialog.call_id = "call";
  dialog.local_tag = "bob";
  dialog.remote_tag = "alice";
  dialog.is_initiator = outgoing;
  dialog.state = state;
  dialog.remote_uri = "sip:1001@example.net";
  return dialog;
}

TEST(WatchMove, FreeCallsPicksUpOrTalksToWhoeverIsInACall) {
  WatchRules rules;
  const auto move = [&](WatchedState state) { return watch_move(KeyStage::free, state, rules); };
  EXPECT_EQ(move(WatchedState::idle), WatchMove::call);
  EXPECT_EQ(move(WatchedState::unknown), WatchMove::call);
  EXPECT_EQ(move(WatchedState::ringing), WatchMove::pick_up);
  EXPECT_EQ(move(WatchedState::parked), WatchMove::retrieve);
  EXPECT_EQ(move(WatchedState::talking), WatchMove::call);
  rules.at_busy = KeyAtBusy::intercom;
  EXPECT_EQ(move(WatchedState::talking), WatchMove::intercom);
  EXPECT_EQ(move(WatchedState::holding), WatchMove::intercom);
  EXPECT_EQ(move(WatchedState::idle), WatchMove::call);
  rules.at_busy = KeyAtBusy::barge;
  EXPECT_EQ(move(WatchedState::talking), WatchMove::call);  // without a code there is no way
  rules.barge_code = "*33";
  EXPECT_EQ(move(WatchedState::talking), WatchMove::barge);
}

TEST(WatchMove, InACallTheSettingSays) {
  WatchRules rules;
  const auto move = [&](WatchedState state) { return watch_move(KeyStage::in_call, state, rules); };
  EXPECT_EQ(move(WatchedState::idle), WatchMove::blind);
  EXPECT_EQ(move(WatchedState::talking), WatchMove::blind);
  EXPECT_EQ(move(WatchedState::ringing), WatchMove::pick_up);
  rules.in_call = KeyInCall::attended;
  EXPECT_EQ(move(WatchedState::idle), WatchMove::attended);
  rules.in_call = KeyInCall::new_call;
  EXPECT_EQ(move(WatchedState::idle), WatchMove::call);
}

TEST(WatchMove, AfterTransferItIsTheTarget) {
  WatchRules rules;
  EXPECT_EQ(watch_move(KeyStage::asked, WatchedState::ringing, rules), WatchMove::blind);
  rules.in_call = KeyInCall::new_call;
  EXPECT_EQ(watch_move(KeyStage::asked, WatchedState::idle, rules), WatchMove::attended);
}

TEST(Takeover, NamesTheDialogAsItsPeerKnowsIt) {  // RFC 3891 §3, RFC 5359 §2.15
  const auto way = takeover_of(a_dialog(DialogState::early));
  ASSERT_TRUE(way);
  EXPECT_EQ(way->target, "sip:1001@example.net");
  EXPECT_EQ(sip::to_string(way->replaces), "call;to-tag=alice;from-tag=bob;early-only");
  auto direct = a_dialog(DialogState::confirmed);
  direct.remote_target = "sip:1001@192.0.2.1:5060";
  EXPECT_EQ(takeover_of(direct)->target, direct.remote_target);
  EXPECT_FALSE(takeover_of(direct)->replaces.early_only);
}

TEST(Takeover, NeedsWhatANotifierMayHide) {
  auto hidden = a_dialog(DialogState::early);
  hidden.remote_tag.clear();
  EXPECT_FALSE(takeover_of(hidden));
  hidden = a_dialog(DialogState::early);
  hidden.remote_uri.clear();
  EXPECT_FALSE(takeover_of(hidden));
}

TEST(WatchedParty, WhichCallRingsAndWhichStands) {
  const WatchedParty party{PartyState::ringing,
                           {a_dialog(DialogState::early, true), a_dialog(DialogState::confirmed),
                            a_dialog(DialogState::early)}};
  EXPECT_EQ(ringing_at(party), &party.dialogs[2]);
  EXPECT_EQ(standing_at(party), &party.dialogs[1]);
  EXPECT_EQ(ringing_at({}), nullptr);
}

TEST(WatchLamps, FollowTheFourModes) {  // row 64
  DeskRules rules;
  rules.keys["D1"] = {KeyType::blf, "1002", "", ""};
  DeskState state;
  const auto lamp = [&](PartyState party) {
    state.watched["/1002"].state = party;
    return watch_lamps(rules, state).at(hal::dss_led(1));
  };
  EXPECT_EQ(lamp(PartyState::unknown), device::led_off);
  EXPECT_EQ(lamp(PartyState::idle), device::steady(LedColour::green));
  EXPECT_EQ(lamp(PartyState::ringing), device::fast_flash(LedColour::red));
  EXPECT_EQ(lamp(PartyState::talking), device::steady(LedColour::red));
  rules.watch.lamps = device::WatchMode::idle_off;
  EXPECT_EQ(lamp(PartyState::idle), device::led_off);
  rules.watch.lamps = device::WatchMode::ringing_green;
  EXPECT_EQ(lamp(PartyState::ringing), device::fast_flash(LedColour::green));
}

TEST(WatchLamps, ACallAtAnOrbitIsParked) {  // row 57
  DeskRules rules;
  rules.keys["D1"] = {KeyType::park, "701", "", ""};
  rules.keys["L4"] = {KeyType::retrieve_park, "701", "", ""};
  DeskState state;
  state.watched["/701"].state = PartyState::talking;
  const auto lamps = watch_lamps(rules, state);
  EXPECT_EQ(lamps.at(hal::dss_led(1)), device::slow_flash_1s(LedColour::red));
  EXPECT_EQ(lamps.at(hal::line_led(4)), device::slow_flash_1s(LedColour::red));
}

TEST(WatchLamps, TheKeyOfAMailboxFlashesWhileSomethingWaits) {
  DeskRules rules;
  rules.keys["D1"] = {KeyType::voice_mail, "", "", ""};
  rules.keys["D2"] = {KeyType::voice_mail, "", "2", ""};
  DeskState state;
  state.mailboxes["1"] = {true, ""};
  const auto lamps = watch_lamps(rules, state);
  EXPECT_EQ(lamps.at(hal::dss_led(1)), device::slow_flash_1s(LedColour::red));
  EXPECT_EQ(lamps.at(hal::dss_led(2)), device::led_off);
}

TEST(WatchSettings, AreReadAndAccountsWinOverThePhone) {
  const auto settings = parse_settings(R"toml(
[watch]
lamps = 2
expires = 600
at_busy = "barge"
barge_code = "*33"
call_completion = true
unsolicited = true
[pickup]
code = "*8"
group_code = "*98"
shows = true
sounds = true
[park]
mode = "code"
code = "*68"
retrieve_code = "*88"
[transfer]
key = "attended"
[[key]]
name = "D1"
type = "blf"
value = "1002"
label = "Bob"
[[account]]
user = "1001"
domain = "example.net"
voice_mail = "*97"
mwi_at_voice_mail = true
pickup_code = "**"
[[account]]
user = "1009"
domain = "example.net"
)toml",
                                       "phone.toml");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const auto& rules = settings->desk.watch;
  EXPECT_EQ(rules.lamps, device::WatchMode::idle_off_2);
  EXPECT_EQ(rules.at_busy, KeyAtBusy::barge);
  EXPECT_EQ(rules.in_call, KeyInCall::attended);
  EXPECT_EQ(rules.park_mode, ParkMode::code);
  EXPECT_TRUE(rules.unsolicited && rules.completion && rules.alert_shows && rules.alert_sounds);
  EXPECT_EQ(rules.pickup_code_of(""), "**");
  EXPECT_EQ(rules.pickup_code_of("1"), "**");
  EXPECT_EQ(rules.pickup_code_of("2"), "*8");
  EXPECT_EQ(rules.group_pickup_code_of("1"), "*98");
  EXPECT_EQ(rules.voice_mail_of(""), "*97");
  EXPECT_EQ(rules.voice_mail_of("2"), "");
  EXPECT_EQ(settings->desk.keys.at("D1").label, "Bob");
}

TEST(WatchSettings, FaultsSayWhatIsMissing) {
  const auto fault = [](std::string more) {
    const auto settings = parse_settings(
        more + "\n[[account]]\nuser = \"1001\"\ndomain = \"example.net\"\n", "phone.toml");
    return settings.ok() ? std::string("none") : message_of(settings.status());
  };
  EXPECT_NE(fault("[watch]\nat_busy = \"barge\"").find("needs a barge_code"), std::string::npos);
  EXPECT_NE(fault("[watch]\nlamps = 4").find("phone.toml:2"), std::string::npos);
  EXPECT_NE(fault("[[key]]\nname = \"D1\"\ntype = \"blf\"").find("need a value"),
            std::string::npos);
}

}  // namespace
}  // namespace offhook::phone
