// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/pages.hpp"
#include "actors/phone/presentation.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using call::CallState;

/// "a" on hold, "b" asked by the Conference key and answered.
struct DeskConference : DeskTest {
  void begin() {
    desk.lift();
    change("a", CallState::dialing);
    change("a", CallState::connected);
    EXPECT_EQ(text(desk.press("F3")), "hold a");
    change("a", CallState::held_local);
    dial("1003");
    EXPECT_EQ(text(desk.press("#")), "place 1003");
    change("b", CallState::dialing);
    change("b", CallState::connected);
  }
  void join() {
    begin();
    EXPECT_EQ(text(desk.press("CONFERENCE")), "join a b");
    change("a", CallState::connected);
  }
};

TEST_F(DeskConference, TheKeyAsksAndThenJoins) {
  join();
  EXPECT_EQ(keys(), "Conf|Hold|Split|End|");
  EXPECT_EQ(page_of(desk.state(), {}).lines[0], "Conference");
  EXPECT_EQ(present(desk.state(), {}).audible, (std::set<std::string>{"a", "b"}));
}

TEST_F(DeskConference, HoldHoldsAllAndResumesAll) {
  join();
  EXPECT_EQ(text(desk.press("HOLD")), "hold a, hold b");
  change("a", CallState::held_local);
  change("b", CallState::held_local);
  EXPECT_EQ(keys(), "Conf|Resume|Split|End|");
  EXPECT_EQ(text(desk.press("HOLD")), "join a b");
}

TEST_F(DeskConference, SplitMakesTwoCallsOnHold) {
  join();
  EXPECT_EQ(text(desk.press("F3")), "split a b, hold a, hold b");
  EXPECT_TRUE(desk.state().conference.empty());
}

TEST_F(DeskConference, HangingUpEndsBoth) {
  join();
  EXPECT_EQ(text(desk.replace()), "split a b, hang up a, hang up b");
}

TEST_F(DeskConference, OrConnectsTheOthers) {
  DeskRules rules;
  rules.conference.connect_others = true;
  desk = Desk(rules);
  join();
  EXPECT_EQ(text(desk.press("F4")), "split a b, transfer a into b");
}

TEST_F(DeskConference, WhenOneLeavesTheOtherIsACall) {
  join();
  EXPECT_EQ(text(desk.call_ended(a_call("b", CallState::ended), hung_up_there())), "split a");
  EXPECT_EQ(desk.state().focus, "a");
  EXPECT_FALSE(desk.state().failure);
  EXPECT_EQ(mode_of(desk.state()), DeskMode::talking);
}

TEST_F(DeskConference, AHeldCallIsJoinedAtOnce) {
  desk.lift();
  change("a", CallState::dialing);
  change("a", CallState::connected);
  change("a", CallState::held_local);
  desk.press("F3");
  dial("1003");
  desk.press("#");
  change("b", CallState::dialing);
  change("b", CallState::connected);
  EXPECT_EQ(mode_of(desk.state()), DeskMode::two_calls);
  EXPECT_EQ(text(desk.press("CONFERENCE")), "join a b");
}

TEST_F(DeskConference, TheThirdMayBeTransferredToInstead) {
  begin();
  EXPECT_EQ(text(desk.press("TRANSFER")), "transfer a into b");
}

}  // namespace
}  // namespace offhook::phone
