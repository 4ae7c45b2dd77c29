// SPDX-License-Identifier: GPL-3.0-or-later
// More than three parties: added, chosen, removed.
#include "actors/phone/pages.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using call::CallState;

struct DeskBigConference : DeskTest {
  /// "a" and "b" joined; every call connected.
  void SetUp() override {
    desk.lift();
    change("a", CallState::dialing);
    change("a", CallState::connected);
    desk.press("CONFERENCE");
    change("a", CallState::held_local);
    answer("b");
    EXPECT_EQ(text(desk.press("CONFERENCE")), "join a b");
    change("a", CallState::connected);
  }
  void answer(const std::string& id) {
    dial("100");
    EXPECT_EQ(text(desk.press("#")), "place 100");
    change(id, CallState::dialing);
    change(id, CallState::connected);
  }
  /// The Conference key asks another one, who answers.
  void ask(const std::string& id) {
    desk.press("CONFERENCE");
    for (const auto& member : desk.state().conference) change(member, CallState::held_local);
    answer(id);
  }
  void connect_all() {
    for (const auto& member : desk.state().conference) change(member, CallState::connected);
  }
  [[nodiscard]] std::vector<std::string> members() const { return desk.state().conference; }
};

TEST_F(DeskBigConference, TheKeyHoldsAllAndAsksAnother) {
  EXPECT_EQ(text(desk.press("F1")), "hold a, hold b");
  EXPECT_EQ(desk.state().purpose, DialPurpose::conference);
  EXPECT_EQ(members().size(), 2u) << "they stay joined";
}

TEST_F(DeskBigConference, UpToFiveCallsAreMixed) {
  for (const auto& [id, joined] : std::map<std::string, std::string>{
           {"c", "join a b c"}, {"d", "join a b c d"}, {"e", "join a b c d e"}}) {
    ask(id);
    EXPECT_EQ(text(desk.press("CONFERENCE")), joined);
    connect_all();
  }
  EXPECT_EQ(text(desk.press("CONFERENCE")), "") << "six parties are all there can be";
}

TEST_F(DeskBigConference, OneWhoDoesNotAnswerLeavesTheOthersOnHold) {
  desk.press("CONFERENCE");
  for (const auto* id : {"a", "b"}) change(id, CallState::held_local);
  dial("100");
  desk.press("#");
  change("c", CallState::dialing);
  desk.call_ended(a_call("c", CallState::ended), busy_there());
  EXPECT_EQ(members().size(), 2u);
  EXPECT_EQ(desk.state().failure, media::Tone::busy);
  EXPECT_EQ(text(desk.press("HOLD")), "join a b");
}

TEST_F(DeskBigConference, CancellingGoesBackToThem) {
  desk.press("CONFERENCE");
  for (const auto* id : {"a", "b"}) change(id, CallState::held_local);
  desk.press("CANCEL");
  EXPECT_EQ(mode_of(desk.state()), DeskMode::conference_on_hold);
  EXPECT_EQ(text(desk.press("HOLD")), "join a b");
}

TEST_F(DeskBigConference, HangingUpOnTheOneAskedKeepsTheOthers) {
  ask("c");
  EXPECT_EQ(text(desk.replace()), "hang up c");
  EXPECT_EQ(members().size(), 2u);
}

TEST_F(DeskBigConference, OneOfThreeLeavesAndTheOthersStay) {
  ask("c");
  desk.press("CONFERENCE");
  connect_all();
  EXPECT_EQ(text(desk.call_ended(a_call("b", CallState::ended), hung_up_there())), "");
  EXPECT_EQ(members(), (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(text(desk.call_ended(a_call("c", CallState::ended), hung_up_there())), "split a");
  EXPECT_EQ(desk.state().focus, "a");
}

TEST_F(DeskBigConference, TheArrowsChooseWhoIsRemoved) {
  desk.press("DOWN");
  EXPECT_EQ(mode_of(desk.state()), DeskMode::managing);
  EXPECT_EQ(keys(), "Remove|||Cancel|");
  EXPECT_EQ(page_of(desk.state(), {}).lines[3], "1/2");
  desk.press("DOWN");
  EXPECT_EQ(page_of(desk.state(), {}).lines[3], "2/2");
  desk.press("DOWN");
  EXPECT_EQ(page_of(desk.state(), {}).lines[3], "1/2");
  EXPECT_EQ(text(desk.press("F1")), "hang up a");
  EXPECT_EQ(mode_of(desk.state()), DeskMode::conference);
}

TEST_F(DeskBigConference, NobodyIsRemovedAfterCancel) {
  desk.press("UP");
  EXPECT_EQ(text(desk.press("F4")), "");
  EXPECT_EQ(mode_of(desk.state()), DeskMode::conference);
}

TEST_F(DeskBigConference, OnlyTwoCanBeConnectedWhenWeLeave) {
  DeskRules rules;
  rules.conference.connect_others = true;
  desk = Desk(rules);
  SetUp();
  ask("c");
  desk.press("CONFERENCE");
  connect_all();
  EXPECT_EQ(text(desk.replace()), "split a b c, hang up a, hang up b, hang up c");
}

TEST_F(DeskBigConference, NobodyIsTransferredOutOfIt) {
  EXPECT_EQ(text(desk.press("TRANSFER")), "");
}

}  // namespace
}  // namespace offhook::phone
