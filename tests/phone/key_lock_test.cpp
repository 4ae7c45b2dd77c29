// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/key_lock.hpp"

#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using namespace std::chrono_literals;

constexpr auto no_soft_key = SoftKey::none;

TEST(KeyLock, HoldsBackByKind) {
  using enum LockedKeys;
  EXPECT_FALSE(held_back(none, "MENU", no_soft_key));
  EXPECT_TRUE(held_back(menu, "MENU", no_soft_key));
  EXPECT_TRUE(held_back(all, "F4", SoftKey::menu));
  EXPECT_FALSE(held_back(menu, "DND", no_soft_key));
  EXPECT_TRUE(held_back(function, "DND", no_soft_key));
  EXPECT_TRUE(held_back(function, "D7", no_soft_key));
  EXPECT_FALSE(held_back(menu, "D7", no_soft_key));
}

TEST(KeyLock, LetsCallsBeAnsweredAndEnded) {
  for (const auto* key :
       {"OK", "CANCEL", "SPEAKER", "HEADSET", "HOLD", "MUTE", "L1", "VOLUME_UP", "1"})
    EXPECT_FALSE(held_back(LockedKeys::all, key, no_soft_key)) << key;
  for (const auto soft : {SoftKey::answer, SoftKey::reject, SoftKey::end, SoftKey::hold})
    EXPECT_FALSE(held_back(LockedKeys::all, "F1", soft));
}

struct LockedDesk : DeskTest {
  LockedDesk() {
    DeskRules rules;
    rules.lock = LockedKeys::all;
    desk = Desk(rules);
    desk.lock(true);
  }
};

TEST_F(LockedDesk, CallsEmergencyNumbersAndNoOther) {
  desk.lift();
  dial("1002");
  EXPECT_EQ(text(desk.press("#")), "");
  EXPECT_EQ(desk.state().notice, "Emergency calls only");
  desk.replace();
  desk.lift();
  dial("112");
  EXPECT_EQ(text(desk.press("#")), "place 112");
}

TEST_F(LockedDesk, TakesCallsAndTransfersThemToNobody) {
  desk.call_changed(incoming("in"));
  EXPECT_EQ(text(desk.lift()), "answer in");
  desk.call_changed(a_call("in", call::CallState::connected, call::CallDirection::incoming));
  desk.press("TRANSFER");
  dial("1009");
  EXPECT_EQ(text(desk.press("TRANSFER")), "");
}

TEST_F(LockedDesk, CallsAgainOnceUnlocked) {
  desk.lock(false);
  desk.lift();
  dial("1002");
  EXPECT_EQ(text(desk.press("#")), "place 1002");
}

TEST(WrongPins, CostNothingBeforeTheFifth) {
  WrongPins pins;
  for (int i = 0; i < 4; ++i) pins.add(10s);
  EXPECT_EQ(pins.pause(10s), 0s);
  pins.add(10s);
  EXPECT_EQ(pins.pause(10s), 30s);
  EXPECT_EQ(pins.pause(39s + 1ms), 1s) << "begun seconds count";
  EXPECT_EQ(pins.pause(40s), 0s);
}

TEST(WrongPins, CostTwiceAsMuchEachUpToALimit) {
  WrongPins pins;
  for (int i = 0; i < 5; ++i) pins.add(0s);
  std::vector<std::int64_t> pauses;
  for (int i = 0; i < 7; ++i) {
    pins.add(1000s);
    pauses.push_back(pins.pause(1000s).count());
  }
  EXPECT_EQ(pauses, (std::vector<std::int64_t>{60, 120, 240, 480, 900, 900, 900}));
  pins.forget();
  EXPECT_EQ(pins.pause(1000s), 0s);
  pins.add(1000s);
  EXPECT_EQ(pins.pause(1000s), 0s);
}

TEST(WrongPins, ARestartBeginsThePauseAnew) {
  WrongPins pins;
  pins.recall(6, 0s);
  EXPECT_EQ(pins.pause(0s), 60s);
  pins.recall(4, 0s);
  EXPECT_EQ(pins.count(), 4u);
  WrongPins endless;
  endless.recall(std::size_t(-1), 0s);
  EXPECT_EQ(endless.pause(0s), WrongPins::longest_pause);
}

}  // namespace
}  // namespace offhook::phone
