// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/shared_line.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

using device::LedColour;
using enum sip::AppearanceState;

TEST(SharedLine, IsIdleUntilSomebodyTells) {
  const SharedLine line;
  EXPECT_TRUE(line.is_idle(1));
  EXPECT_EQ(line.use_of(1), AppearanceUse::dial);
  EXPECT_EQ(line.lamp(1), device::led_off);
}

TEST(SharedLine, EachNewsIsTheWholeState) {
  SharedLine line;
  line.told({{1, active}, {2, held}, {0, idle}});
  EXPECT_EQ(line.at(1), active);
  EXPECT_EQ(line.at(2), held);
  EXPECT_EQ(line.at(3), idle);
  line.told({{2, active}, {0, idle}});
  EXPECT_TRUE(line.is_idle(1));
  EXPECT_EQ(line.at(2), active);
  line.lost();
  EXPECT_EQ(line, SharedLine{});
}

TEST(SharedLine, AStarTellsOfAllOthers) {
  SharedLine line;
  line.told({{1, idle}, {0, seized}});
  EXPECT_EQ(line.at(1), idle);
  EXPECT_EQ(line.at(2), seized);
}

TEST(SharedLine, WhatWeHungUpIsIdleBeforeTheServerSaysSo) {
  SharedLine line;
  line.told({{1, active}, {2, active}});
  line.released(1);
  EXPECT_TRUE(line.is_idle(1));
  EXPECT_EQ(line.at(2), active);
}

TEST(SharedLine, LampsTellWhatTheOthersDo) {
  SharedLine line;
  line.told(
      {{1, seized}, {2, progressing}, {3, alerting}, {4, active}, {5, held}, {6, held_private}});
  EXPECT_EQ(line.lamp(1), device::steady(LedColour::red));
  EXPECT_EQ(line.lamp(2), device::steady(LedColour::red));
  EXPECT_EQ(line.lamp(3), device::fast_flash(LedColour::green));
  EXPECT_EQ(line.lamp(4), device::steady(LedColour::red));
  EXPECT_EQ(line.lamp(5), device::slow_flash(LedColour::red));
  EXPECT_EQ(line.lamp(6), device::steady(LedColour::red));
}

TEST(SharedLine, OnlyAPublicHoldIsForTheTaking) {
  SharedLine line;
  line.told({{1, seized}, {2, alerting}, {3, active}, {4, held}, {5, held_private}});
  for (const std::uint32_t taken : {1u, 2u, 3u, 5u})
    EXPECT_EQ(line.use_of(taken), AppearanceUse::none) << taken;
  EXPECT_EQ(line.use_of(4), AppearanceUse::retrieve);
}

}  // namespace
}  // namespace offhook::phone
