// SPDX-License-Identifier: GPL-3.0-or-later
// Conferences at a server (RFC 4579).
#include "actors/phone/pages.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using call::CallState;

struct DeskFactory : DeskTest {
  void SetUp() override {
    DeskRules rules;
    rules.conference.factory = "room";
    desk = Desk(rules);
    desk.lift();
    change("a", CallState::dialing);
    change("a", CallState::connected);
    consult("a", "b");
  }
  void consult(const std::string& held, const std::string& asked) {
    desk.press("CONFERENCE");
    change(held, CallState::held_local);
    dial("100");
    desk.press("#");
    change(asked, CallState::dialing);
    change(asked, CallState::connected);
  }
  void reach_the_server() {
    desk.conference_placed("room");
    change("room", CallState::dialing);
    change("b", CallState::held_local);
    change("room", CallState::connected);
  }
};

TEST_F(DeskFactory, TheKeyCallsItAndSendsBothThere) {
  EXPECT_EQ(text(desk.press("CONFERENCE")), "move a b to a conference");
  EXPECT_TRUE(desk.state().placing);
  reach_the_server();
  EXPECT_EQ(desk.state().focus, "room");
  EXPECT_EQ(page_of(desk.state(), {}).lines[0], "Conference");
  let_go("a");
  let_go("b");
  EXPECT_EQ(desk.state().focus, "room") << "that they leave us changes nothing";
}

TEST_F(DeskFactory, AnotherIsSentAfterThem) {
  desk.press("CONFERENCE");
  reach_the_server();
  let_go("a");
  let_go("b");
  consult("room", "c");
  EXPECT_EQ(text(desk.press("CONFERENCE")), "move c to room, resume room");
  EXPECT_EQ(desk.state().focus, "room");
}

TEST_F(DeskFactory, WhenItEndsTheNextIsANewOne) {
  desk.press("CONFERENCE");
  reach_the_server();
  let_go("room");
  EXPECT_TRUE(desk.state().at_server.empty());
}

}  // namespace
}  // namespace offhook::phone
