// SPDX-License-Identifier: GPL-3.0-or-later
// Handset and keys, from the contact of the board to what the phone is told.
#include <cerrno>

#include <gmock/gmock.h>

#include "tests/device/device_fixture.hpp"

namespace offhook::device {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class InputTest : public DeviceTest {
 protected:
  void link() {
    const HookSwitch hook = spawn<HookSwitchActor>();
    const Keypad keypad = spawn<KeypadActor>();
    link_board(hook, keypad);
  }
};

TEST_F(InputTest, ALiftedHandsetIsToldOnceItHasSettled) {
  link();
  loop.run_for(100ms);

  ASSERT_TRUE(person().lift().ok());
  loop.run_for(39ms);
  EXPECT_THAT(take_told(), IsEmpty());
  loop.run_for(1ms);

  EXPECT_THAT(take_told(), ElementsAre("140ms off hook"));
}

TEST_F(InputTest, ABouncingContactIsToldOnce) {
  link();
  for (const auto pause : {3ms, 5ms, 8ms}) {
    ASSERT_TRUE(person().lift().ok());
    loop.run_for(pause);
    ASSERT_TRUE(person().replace().ok());
    loop.run_for(2ms);
  }
  ASSERT_TRUE(person().lift().ok());
  loop.run_for(1s);
  ASSERT_TRUE(person().replace().ok());
  loop.run_for(1s);

  EXPECT_THAT(take_told(), ElementsAre("62ms off hook", "1062ms on hook"));
}

TEST_F(InputTest, AGlitchIsNotTold) {
  link();
  ASSERT_TRUE(person().lift().ok());
  loop.run_for(10ms);
  ASSERT_TRUE(person().replace().ok());
  loop.run_for(1s);

  EXPECT_THAT(take_told(), IsEmpty());
}

TEST_F(InputTest, AHandsetLiftedBeforeTheStartIsTold) {
  use_board(R"({"off_hook": true})");
  link();
  loop.run_for(40ms);

  EXPECT_THAT(take_told(), ElementsAre("40ms off hook"));
}

TEST_F(InputTest, KeysAreToldByNameAndInPairs) {
  link();
  ASSERT_TRUE(person().press(hal::dial_key('5')).ok());
  loop.run_for(80ms);
  ASSERT_TRUE(person().press(hal::dial_key('5')).ok());  // a repeat no board should send
  ASSERT_TRUE(person().press(hal::line_key(1)).ok());
  ASSERT_TRUE(person().release(hal::dial_key('5')).ok());
  ASSERT_TRUE(person().release(hal::dial_key('6')).ok());  // never pressed

  EXPECT_THAT(take_told(), ElementsAre("5 pressed", "L1 pressed", "5 released after 80ms"));
}

TEST_F(InputTest, AKeyWhoseReleaseWasLostIsReleasedAtTheNextEvent) {
  link();
  ASSERT_TRUE(person().press(hal::dial_key('1')).ok());
  EXPECT_THAT(take_told(), ElementsAre("1 pressed"));
  for (std::size_t i = 0; i < hal::EventSink::capacity; ++i)
    ASSERT_TRUE(person().set_plugged(hal::Device::headset, i % 2 == 0).ok());
  EXPECT_FALSE(person().release(hal::dial_key('1')).ok());  // the queue is full
  loop.run_for(1s);

  ASSERT_TRUE(person().press(hal::dial_key('2')).ok());

  EXPECT_THAT(take_told(), ElementsAre("1 released after 1000ms", "2 pressed"));
}

TEST_F(InputTest, TheHeadsetsOwnHookIsItsKey) {
  link();
  ASSERT_TRUE(person().set_hook(hal::HookId::headset, HookPosition::off_hook).ok());

  EXPECT_THAT(take_told(), ElementsAre("HEADSET pressed", "HEADSET released after 0ms"));
}

TEST_F(InputTest, ABrokenPartIsToldByName) {
  link();
  ASSERT_TRUE(person().set_fault(hal::Part::keypad, EIO).ok());
  ASSERT_TRUE(person().set_fault(hal::Part::keypad, 0).ok());

  EXPECT_THAT(take_told(),
              ElementsAre(HasSubstr("keypad failed: keypad: EIO (Input/output error)")));
}

TEST_F(InputTest, ABoardThatDoesNotStartIsTold) {
  const HookSwitch hook = spawn<HookSwitchActor>();
  const Keypad keypad = spawn<KeypadActor>();
  ASSERT_TRUE((*sim)->stop().ok());
  ASSERT_TRUE(person().set_fault(hal::Part::board, ENODEV).ok());
  link_board(hook, keypad);

  EXPECT_THAT(take_told(), ElementsAre(HasSubstr("sim.so: start: ENODEV (No such device)")));
}

}  // namespace
}  // namespace offhook::device
