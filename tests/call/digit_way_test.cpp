// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/digit_way.hpp"

#include <gtest/gtest.h>

namespace offhook::call {
namespace {

using enum sip::DigitWay;

TEST(DigitWay, GoesTheWayThatIsWantedOrNone) {
  EXPECT_EQ(digit_way(events, {.events = true, .sound = true}), events);
  EXPECT_EQ(digit_way(events, {.events = false, .sound = true}), std::nullopt);
  EXPECT_EQ(digit_way(inband, {.events = true, .sound = true}), inband);
  EXPECT_EQ(digit_way(inband, {.events = false, .sound = false}), std::nullopt);
  EXPECT_EQ(digit_way(info, {}), info);
}

TEST(DigitWay, AutomaticIsEventsWhereThePeerTakesThem) {
  EXPECT_EQ(digit_way(automatic, {.events = true, .sound = true}), events);
  EXPECT_EQ(digit_way(automatic, {.events = false, .sound = true}), info);
}

}  // namespace
}  // namespace offhook::call
