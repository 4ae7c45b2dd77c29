// SPDX-License-Identifier: GPL-3.0-or-later
// Keys of a line that other phones share.
#include "actors/phone/presentation.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using call::CallState;
using enum sip::AppearanceState;

DeskRules shared_rules() {
  DeskRules rules;
  rules.shared["1"] = {};
  return rules;
}

call::CallSnapshot shared_call(const std::string& id, CallState state, std::uint32_t appearance) {
  auto call = a_call(id, state);
  call.account_id = "1";
  call.appearance = appearance;
  return call;
}

struct SharedDesk : testing::Test {
  Desk desk{shared_rules()};
  void told(const std::vector<sip::Appearance>& appearances) {
    desk.shared_line_changed("1", appearances);
  }
  [[nodiscard]] std::string lamp(unsigned line) const {
    const auto shown = present(desk.state(), {});
    const auto info = led_info(hal::line_led(line), shown.leds.at(hal::line_led(line)));
    return info.color == "off" ? "off" : info.color + " " + info.pattern;
  }
  /// Alice's call at the first appearance, as the server sees it too.
  void talk() {
    desk.prepare_call();
    desk.call_changed(shared_call("a", CallState::dialing, 1));
    desk.call_changed(shared_call("a", CallState::connected, 1));
    told({{1, active}, {0, idle}});
  }
};

TEST_F(SharedDesk, KeysAreTheAppearancesOfTheLineInTheirOrder) {
  DeskRules rules = shared_rules();
  rules.keys["L1"] = {KeyType::line, "", "1"};
  rules.keys["L2"] = {KeyType::line, "", "2"};
  rules.keys["L3"] = {KeyType::line};
  const Desk three{rules};
  ASSERT_EQ(three.state().lines.size(), 3u);
  EXPECT_EQ(three.state().lines[0].appearance, 1u);
  EXPECT_EQ(three.state().lines[1].appearance, 0u);
  EXPECT_EQ(three.state().lines[2].appearance, 2u);
  EXPECT_EQ(three.state().lines[2].shared_account, "1");
}

TEST_F(SharedDesk, LampsShowWhatTheOthersDo) {
  told({{1, active}, {2, held}, {0, idle}});
  EXPECT_EQ(lamp(1), "red steady");
  EXPECT_EQ(lamp(2), "red slow_flash");
  told({{0, idle}});
  EXPECT_EQ(lamp(1), "off");
}

TEST_F(SharedDesk, OurOwnCallIsGreen) {
  talk();
  EXPECT_EQ(lamp(1), "green steady");
  desk.call_changed(shared_call("a", CallState::held_local, 1));
  told({{1, held}, {0, idle}});
  EXPECT_EQ(lamp(1), "green slow_flash");
}

TEST_F(SharedDesk, ADialToneWantsTheFirstAppearanceThatIsFree) {
  EXPECT_FALSE(desk.appearance_wanted());
  told({{1, active}, {0, idle}});
  desk.lift();
  EXPECT_EQ(desk.appearance_wanted(), (SharedAppearance{"1", 2}));
  desk.replace();
  EXPECT_FALSE(desk.appearance_wanted());
}

TEST_F(SharedDesk, WhatWeHaveSeizedStaysOursThoughTheServerTellsOfIt) {
  desk.lift();
  desk.seize(desk.appearance_wanted());
  told({{1, seized}, {0, idle}});
  EXPECT_EQ(desk.appearance_wanted(), (SharedAppearance{"1", 1}));
  EXPECT_EQ(lamp(1), "green steady");
}

TEST_F(SharedDesk, AnotherFreeKeyIsWantedInPlaceOfTheFirst) {
  desk.lift();
  desk.seize(desk.appearance_wanted());
  told({{1, seized}, {0, idle}});
  EXPECT_EQ(text(desk.press("L2")), "");
  EXPECT_EQ(desk.appearance_wanted(), (SharedAppearance{"1", 2}));
}

TEST_F(SharedDesk, AKeyInUseElsewhereDoesNothing) {
  for (const auto state : {seized, progressing, alerting, active, held_private}) {
    told({{1, state}, {0, idle}});
    EXPECT_EQ(text(desk.press("L1")), "") << sip::to_string(state);
    EXPECT_FALSE(desk.state().dialled);
  }
}

TEST_F(SharedDesk, ACallHeldElsewhereIsTakenByItsKey) {
  told({{2, held}, {0, idle}});
  EXPECT_EQ(text(desk.press("L2")), "retrieve 2 of 1");
  EXPECT_TRUE(desk.state().placing);
  EXPECT_EQ(lamp(2), "green steady");
  desk.call_changed(shared_call("a", CallState::dialing, 2));
  EXPECT_EQ(desk.state().lines[1].call_id, "a");
}

TEST_F(SharedDesk, ACallIsAtTheKeyOfItsAppearance) {
  talk();
  desk.call_changed(shared_call("a", CallState::held_local, 1));
  auto ringing = incoming("b");
  ringing.account_id = "1";
  ringing.appearance = 2;
  desk.call_changed(ringing);
  EXPECT_EQ(desk.state().lines[1].call_id, "b");
  EXPECT_EQ(lamp(2), "green fast_flash");
}

TEST_F(SharedDesk, WithEveryAppearanceTakenThereIsNoneForACall) {
  told({{1, active}, {2, held_private}, {0, idle}});
  EXPECT_FALSE(desk.take_appearance("1"));
  told({{1, active}, {0, idle}});
  EXPECT_EQ(desk.take_appearance("1"), (SharedAppearance{"1", 2}));
  EXPECT_EQ(desk.state().line, 1u);
}

TEST_F(SharedDesk, AfterOurCallTheLampIsDarkAtOnce) {
  talk();
  desk.call_ended(shared_call("a", CallState::ended, 1), hung_up_there());
  EXPECT_EQ(lamp(1), "off");
}

TEST_F(SharedDesk, ACallThatAnotherPhoneTookIsRed) {
  talk();
  desk.call_changed(shared_call("a", CallState::held_local, 1));
  told({{1, held}, {0, idle}});
  told({{1, active}, {0, idle}});  // by the other phone
  desk.call_ended(shared_call("a", CallState::ended, 1), hung_up_there());
  EXPECT_EQ(lamp(1), "red steady");
}

TEST_F(SharedDesk, AKeyHoldsPrivately) {
  auto rules = shared_rules();
  rules.keys["D1"] = {KeyType::private_hold};
  desk = Desk{rules};
  talk();
  EXPECT_EQ(text(desk.press("D1")), "privately hold a");
  desk.call_changed(shared_call("a", CallState::held_local, 1));
  EXPECT_EQ(text(desk.press("D1")), "resume a");
  desk.call_changed(shared_call("a", CallState::connected, 1));
  EXPECT_EQ(text(desk.press("HOLD")), "hold a");
}

}  // namespace
}  // namespace offhook::phone
