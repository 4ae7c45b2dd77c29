// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/text_width.hpp"

#include <gtest/gtest.h>

namespace offhook::device {
namespace {

TEST(TextWidth, CountsCharactersNotOctets) {
  EXPECT_EQ(width_of("Zoë"), 3u);
  EXPECT_EQ(cut_to_width("Zoë Brontë", 3), "Zoë");
  EXPECT_EQ(cut_to_width("Zoë", 9), "Zoë");
  EXPECT_EQ(cut_to_width("Zoë", 0), "");
}

TEST(TextWidth, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(width_of("山田"), 4u);
  EXPECT_EQ(cut_to_width("山田", 3), "山");
  EXPECT_EQ(cut_to_width("a山", 3), "a山");
  EXPECT_EQ(width_of("📞"), 2u);
}

TEST(TextWidth, MarksTakeNone) {
  EXPECT_EQ(width_of("e\u0301"), 1u);
  EXPECT_EQ(cut_to_width("e\u0301x", 1), "e\u0301");
}

TEST(TextWidth, WhatPeersSendIsMadeHarmless) {
  EXPECT_EQ(cut_to_width("a\x1b[2Jb\n", 9), "a [2Jb ");
  EXPECT_EQ(cut_to_width("a\xff\xc3", 9), "a??");
  EXPECT_EQ(cut_to_width("\xc0\xaf", 9), "??");            // not the shortest form
  EXPECT_EQ(cut_to_width("\xed\xa0\x80", 9), "???");       // half of a surrogate pair
  EXPECT_EQ(cut_to_width("\xf4\x90\x80\x80", 9), "????");  // beyond Unicode
  EXPECT_EQ(width_of("\xe5\xb1"), 2u);                     // cut short
}

TEST(TextWidth, FindsTheLastCharacter) {
  EXPECT_EQ(last_character("aë"), 2u);
  EXPECT_EQ(last_character("ëa"), 1u);
  EXPECT_EQ(last_character(""), 0u);
}

}  // namespace
}  // namespace offhook::device
