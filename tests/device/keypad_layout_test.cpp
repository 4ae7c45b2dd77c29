// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/keypad_layout.hpp"

#include <gtest/gtest.h>

namespace offhook::device {
namespace {

TEST(KeypadLayout, NamesEveryKeyOfTheDialByItsCharacter) {
  for (const char printed : std::string_view("0123456789*#")) {
    EXPECT_EQ(key_name(hal::dial_key(printed)), std::string(1, printed));
    EXPECT_EQ(dial_digit(hal::dial_key(printed)), printed);
  }
}

TEST(KeypadLayout, NamesNumberedKeysByLetterAndNumber) {
  EXPECT_EQ(key_name(hal::line_key(1)), "L1");
  EXPECT_EQ(key_name(hal::soft_key(4)), "F4");
  EXPECT_EQ(key_name(hal::dss_key(255)), "D255");
  EXPECT_EQ(key_name({OFFHOOK_KEY_LINE_BASE}), std::nullopt);
}

TEST(KeypadLayout, FindsEveryKeyByItsName) {
  for (std::uint32_t code = 0; code < 0x600; ++code) {
    const auto name = key_name({code});
    if (!name) continue;
    EXPECT_EQ(key_named(*name), KeyCode{code}) << *name;
  }
}

TEST(KeypadLayout, HasANameForEveryFunctionKey) {
  for (std::uint32_t code = OFFHOOK_KEY_HOLD; code <= OFFHOOK_KEY_GROUP_LISTEN; ++code)
    EXPECT_TRUE(key_name({code})) << code;
}

TEST(KeypadLayout, UnderstandsTheNamesOfRemoteControl) {
  EXPECT_EQ(key_named("STAR"), hal::dial_key('*'));
  EXPECT_EQ(key_named("POUND"), hal::dial_key('#'));
  EXPECT_EQ(key_named("F_HOLD"), KeyCode{OFFHOOK_KEY_HOLD});
  EXPECT_EQ(key_named("RD"), KeyCode{OFFHOOK_KEY_REDIAL});
  EXPECT_EQ(key_named("X"), KeyCode{OFFHOOK_KEY_CANCEL});
}

TEST(KeypadLayout, KnowsNoKeyForNonsense) {
  for (const auto* name : {"", "A", "L", "L0", "L01", "L256", "L1x", "L-1", "hold", "F 1", "\x80"})
    EXPECT_EQ(key_named(name), std::nullopt) << name;
  EXPECT_EQ(key_name({0}), std::nullopt);
  EXPECT_EQ(key_name({0xffffffff}), std::nullopt);
  EXPECT_EQ(dial_digit({OFFHOOK_KEY_HOLD}), std::nullopt);
}

}  // namespace
}  // namespace offhook::device
