// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/menu.hpp"

#include <gtest/gtest.h>

#include "actors/phone/menu_page.hpp"

namespace offhook::phone {
namespace {

MenuContent office() {
  MenuContent content;
  for (const auto& [id, kind, user] :
       {std::tuple(9u, LogKind::missed, "1003"), std::tuple(8u, LogKind::placed, "1002"),
        std::tuple(7u, LogKind::missed, "1002")}) {
    LogEntry entry;
    entry.id = id;
    entry.kind = kind;
    entry.account_id = "1";
    entry.remote_uri = std::string("sip:") + user + "@example.net";
    entry.unix_ms = 1'767'225'600'000;
    entry.duration_ms = kind == LogKind::placed ? 65'000 : 0;
    content.calls.push_back(entry);
  }
  content.contacts = {{"b", "Bob", {"1002", "030"}, "work"}, {"c", "Carol", {"1003"}}};
  content.groups = {"work"};
  content.accounts = {{"1001", true}, {"2001", false}};
  content.address = "192.0.2.1:5060";
  content.version = "offhook/1";
  return content;
}

struct MenuTest : testing::Test {
  MenuContent content = office();
  Menu menu;
  Instant at{};

  MenuTest() { menu.open(); }
  MenuAct press(std::initializer_list<std::string_view> keys) {
    MenuAct last;
    for (const auto key : keys) last = menu.press(key, content, at += 2s);
    return last;
  }
  std::vector<std::string> page(std::size_t rows = 4) const {
    return page_of(menu, content, english(), rows).lines;
  }
  std::vector<std::string> keys() const { return page_of(menu, content, english(), 4).soft_keys; }
};
using Lines = std::vector<std::string>;

TEST_F(MenuTest, ShowsItsRowsAndWhereOneIs) {
  EXPECT_EQ(page(), (Lines{"Menu", "> History", "  Directory", "  Features"}));
  press({"UP"});  // round to the last
  EXPECT_EQ(page(), (Lines{"Menu", "  Ring volume", "  Ring tone", "> Status"}));
  press({"DOWN", "DOWN"});
  EXPECT_EQ(page(2), (Lines{"Menu", "> Directory"}));
  EXPECT_EQ(keys(), (Lines{"Back", "", "", "Select"}));
}

TEST_F(MenuTest, IsLeftStepByStepOrAtOnce) {
  press({"OK", "OK"});
  EXPECT_EQ(menu.depth(), 3u);
  press({"CANCEL"});
  EXPECT_EQ(menu.depth(), 2u);
  press({"LEFT", "F1"});
  EXPECT_FALSE(menu.is_open());
  menu.open();
  press({"OK", "MENU"});
  EXPECT_FALSE(menu.is_open());
}

TEST_F(MenuTest, ListsCallsByKindWithTheirNames) {
  press({"OK", "2"});
  EXPECT_EQ(page(), (Lines{"Missed calls", "> Carol 1003", "  Bob 1002", ""}));
  press({"CANCEL", "1"});
  EXPECT_EQ(page(), (Lines{"All calls", "> Carol 1003", "  Bob 1002", "  Bob 1002"}));
  press({"CANCEL", "5"});
  EXPECT_EQ(page(), (Lines{"Forwarded calls", "Empty", "", ""}));
  press({"UP", "DOWN"});
  EXPECT_TRUE(std::holds_alternative<std::monostate>(press({"OK"})));
}

TEST_F(MenuTest, OpeningTheMissedCallsSeesThem) {
  EXPECT_TRUE(std::holds_alternative<SeeMissed>(press({"OK", "2"})));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(press({"CANCEL", "3"})));
  EXPECT_TRUE(std::holds_alternative<ClearMissed>(press({"CANCEL", "6"})));
}

TEST_F(MenuTest, CallsBackAndCloses) {
  const auto act = press({"OK", "1", "DOWN", "OK"});
  EXPECT_EQ(std::get<CallFromMenu>(act).number, "sip:1002@example.net");
  EXPECT_EQ(std::get<CallFromMenu>(act).account_id, "1");
  EXPECT_FALSE(menu.is_open());
}

TEST_F(MenuTest, ShowsACallInFullAndDeletesIt) {
  press({"OK", "1", "DOWN", "RIGHT"});
  EXPECT_EQ(page(),
            (Lines{"History", "> Bob 1002", "  01-01 00:00  1:05", "  sip:1002@example.net"}));
  EXPECT_EQ(std::get<DeleteFromLog>(press({"F2"})).entry_id, 8u);
  EXPECT_EQ(page()[0], "All calls");
  EXPECT_EQ(std::get<DeleteFromLog>(press({"UP", "F2"})).entry_id, 9u);
  content.calls.clear();  // the list becomes shorter under the cursor
  press({"DOWN", "F2", "RIGHT", "OK"});
  EXPECT_EQ(page()[1], "Empty");
}

TEST_F(MenuTest, TellsLocalTime) {
  content.utc_offset_s = 3600;
  press({"OK", "1", "RIGHT"});
  EXPECT_EQ(page()[2], "  01-01 01:00");
}

TEST_F(MenuTest, CallsContactsAndAnyOfTheirNumbers) {
  press({"2"});
  EXPECT_EQ(page(), (Lines{"Directory", "> Directory", "  work", ""}));
  press({"2"});
  EXPECT_EQ(page(), (Lines{"Directory", "> Bob", "", ""}));
  press({"F3", "DOWN"});
  EXPECT_EQ(page(), (Lines{"Directory", "  1002", "> 030", ""}));
  EXPECT_EQ(std::get<CallFromMenu>(press({"F4"})).number, "030");
}

TEST_F(MenuTest, SwitchesFeatures) {
  content.forwards.of(ForwardKind::busy) = {true, "1009"};
  press({"3"});
  EXPECT_EQ(page(5), (Lines{"Features", "> Do not disturb: off", "  Forward all: off",
                            "  Forward busy: 1009", "  Forward no answer: off"}));
  EXPECT_TRUE(std::get<SwitchDoNotDisturb>(press({"OK"})).enabled);
  const auto act = std::get<SwitchForward>(press({"DOWN", "DOWN", "F3"}));
  EXPECT_EQ(act.kind, ForwardKind::busy);
  EXPECT_FALSE(act.enabled);
  EXPECT_EQ(act.target, "1009");
}

TEST_F(MenuTest, WritesTheTargetOfAForward) {
  content.forwards.of(ForwardKind::always).target = "99";
  press({"3", "2"});
  EXPECT_EQ(page(), (Lines{"Forward to", "99", "123", ""}));
  EXPECT_EQ(keys(), (Lines{"Back", "Delete", "Clear", "Save"}));
  press({"LEFT", "F2", "1", "0", "0", "3"});
  EXPECT_EQ(page()[1], "1003");
  const auto act = std::get<SwitchForward>(press({"OK"}));
  EXPECT_EQ(act.kind, ForwardKind::always);
  EXPECT_TRUE(act.enabled);
  EXPECT_EQ(act.target, "1003");
  EXPECT_EQ(page()[0], "Features");
  press({"2", "F3"});
  EXPECT_FALSE(std::get<SwitchForward>(press({"F4"})).enabled);  // nowhere is off
  press({"2", "#", "2"});
  EXPECT_EQ(page(), (Lines{"Forward to", "99a", "abc", ""}));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(press({"CANCEL"})));
}

TEST_F(MenuTest, TurnsTheRing) {
  content.ring_volume = 14;
  press({"4"});
  EXPECT_EQ(page(), (Lines{"Ring volume", "> 14", "", ""}));
  EXPECT_EQ(std::get<ChooseRingVolume>(press({"UP"})).step, 15);
  EXPECT_EQ(std::get<ChooseRingVolume>(press({"LEFT"})).step, 13);
  content.ring_volume = 15;
  EXPECT_TRUE(std::holds_alternative<std::monostate>(press({"UP"})));
  content.ring_volume = 0;
  EXPECT_TRUE(std::holds_alternative<std::monostate>(press({"DOWN"})));
  press({"OK"});
  EXPECT_EQ(page()[0], "Menu");
}

TEST_F(MenuTest, TellsTheStatus) {
  press({"6"});
  EXPECT_EQ(page(5), (Lines{"Status", "> 1001: registered", "  2001: not registered",
                            "  Address: 192.0.2.1:5060", "  Version: offhook/1"}));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(press({"OK", "RIGHT", "9"})));
}

TEST_F(MenuTest, LocksAndAsksForThePin) {
  content.can_be_locked = true;
  EXPECT_TRUE(std::holds_alternative<LockKeys>(press({"7"})));
  menu.open({.screen = Screen::unlock});
  press({"1", "2", "#", "9", "F2"});
  EXPECT_EQ(page(), (Lines{"Enter PIN", "**", "", ""}));
  EXPECT_EQ(std::get<Unlock>(press({"3", "OK"})).pin, "123");
  menu.open({.screen = Screen::unlock, .text = "wrong"});
  EXPECT_EQ(page(), (Lines{"Wrong PIN", "", "", ""}));
}

TEST_F(MenuTest, AnyKeysInAnyOrderLeaveItWhole) {
  constexpr std::array<std::string_view, 20> all{
      "1",    "2",    "3",     "4",  "5",      "6",  "9",  "#",  "*",  "UP",
      "DOWN", "LEFT", "RIGHT", "OK", "CANCEL", "F1", "F2", "F3", "F4", "DIRECTORY"};
  std::uint32_t number = 7;
  for (int i = 0; i < 20'000; ++i) {
    number = number * 1'664'525 + 1'013'904'223;
    if (!menu.is_open()) menu.open();
    press({all.at((number >> 16) % all.size())});
    if (!menu.is_open()) continue;
    ASSERT_EQ(page().size(), 4u);
    ASSERT_LE(menu.depth(), 5u);
  }
}

TEST_F(MenuTest, OffersRingsAndMarksTheOneInUse) {
  content.ring = 2;
  press({"5"});
  EXPECT_EQ(page(), (Lines{"Ring tone", "> Ring 1", "  Ring 2 *", "  Ring 3"}));
  const auto act = press({"DOWN", "DOWN", "OK"});
  ASSERT_TRUE(std::holds_alternative<ChooseRing>(act));
  EXPECT_EQ(std::get<ChooseRing>(act).number, 3u);
  EXPECT_TRUE(menu.is_open()) << "to hear the next one";
  press({"UP", "UP", "UP"});
  EXPECT_EQ(page(2), (Lines{"Ring tone", "> Splash"}));
  content.has_own_ring = true;
  press({"DOWN"});
  EXPECT_EQ(page(2), (Lines{"Ring tone", "> Own sound"}));
  EXPECT_EQ(std::get<ChooseRing>(press({"F4"})).number, 0u);
}

TEST_F(MenuTest, SwitchesWhoHides) {
  press({"3"});
  auto act = press({"5"});
  EXPECT_EQ(std::get<SwitchPrivacy>(act).switches, (PrivacySwitches{true, false}));
  content.privacy = {true, false};
  EXPECT_EQ(page(2), (Lines{"Features", "> Hide my number: on"}));
  act = press({"DOWN", "F3"});
  EXPECT_EQ(std::get<SwitchPrivacy>(act).switches, (PrivacySwitches{true, true}));
}

TEST_F(MenuTest, CountsDownWhileThePinMayNotBeTried) {
  menu.open({.screen = Screen::unlock, .text = "wrong"});
  EXPECT_EQ(page(2), (Lines{"Wrong PIN", ""}));
  content.pin_pause = std::chrono::seconds{12};
  EXPECT_EQ(page(2), (Lines{"Wrong PIN: wait 12 s", ""}));
}

TEST_F(MenuTest, ShowsNoPasswordThatWasDialled) {
  content.hidden = {"10", 1};
  press({"1", "2"});
  EXPECT_EQ(page(2), (Lines{"Missed calls", "> Carol 10*3"}));
  press({"RIGHT"});
  EXPECT_EQ(page().back(), "  10*3");
}

}  // namespace
}  // namespace offhook::phone
