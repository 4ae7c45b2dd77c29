// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/page_board.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

using Choice = PageBoard::Choice;

TEST(PageBoard, APageIsHeardAndEnds) {
  PageBoard board({});
  EXPECT_EQ(board.choose({}), (Choice{std::nullopt, false}));
  board.began(3);
  EXPECT_EQ(board.choose({}), (Choice{3, false}));
  EXPECT_EQ(board.choose({}), (Choice{3, false}));
  board.ended(3);
  EXPECT_EQ(board.choose({}), (Choice{std::nullopt, false}));
}

TEST(PageBoard, AMoreUrgentPageTakesOverAndGivesBack) {
  PageBoard board({});
  board.began(5);
  EXPECT_EQ(board.choose({}).heard, 5);
  board.began(2);
  EXPECT_EQ(board.choose({}).heard, 2);
  board.ended(2);
  EXPECT_EQ(board.choose({}).heard, 5);
}

TEST(PageBoard, ALessUrgentOneWaitsForItsTurn) {
  PageBoard board({});
  board.began(2);
  EXPECT_EQ(board.choose({}).heard, 2);
  board.began(5);
  EXPECT_EQ(board.choose({}).heard, 2);
  board.ended(2);
  EXPECT_EQ(board.choose({}).heard, 5);
}

TEST(PageBoard, WithoutThatRuleTheFirstGoesOn) {
  PageBoard board({.above_page = false});
  board.began(5);
  EXPECT_EQ(board.choose({}).heard, 5);
  board.began(2);
  EXPECT_EQ(board.choose({}).heard, 5);
}

TEST(PageBoard, ACallIsHeldForAPageUrgentEnough) {
  PageBoard board({.during_call = 4});
  board.began(4);
  EXPECT_EQ(board.choose({.call = true}), (Choice{4, true}));
  EXPECT_EQ(board.choose({}), (Choice{4, false})) << "once it is on hold";
}

TEST(PageBoard, OthersAreNotHeardEvenAfterTheCall) {
  PageBoard board({.during_call = 4});
  board.began(5);
  EXPECT_EQ(board.choose({.call = true}).heard, std::nullopt);
  EXPECT_EQ(board.choose({}).heard, std::nullopt);
  board.ended(5);
  board.began(5);
  EXPECT_EQ(board.choose({}).heard, 5) << "when it begins again";
}

TEST(PageBoard, NoneInterruptsACallWithoutBarge) {
  PageBoard board({.during_call = 0});
  board.began(1);
  EXPECT_EQ(board.choose({.call = true}).heard, std::nullopt);
}

TEST(PageBoard, DoNotDisturbLetsUrgentOnesThrough) {
  PageBoard board({.during_do_not_disturb = 2});
  board.began(3);
  EXPECT_EQ(board.choose({.do_not_disturb = true}).heard, std::nullopt);
  board.began(2);
  EXPECT_EQ(board.choose({.do_not_disturb = true}).heard, 2);
}

TEST(PageBoard, WhatSomebodyRefusedStaysSilent) {
  PageBoard board({});
  board.began(1);
  board.began(7);
  EXPECT_EQ(board.choose({}).heard, 1);
  board.refuse(1);
  EXPECT_EQ(board.choose({}).heard, 7);
  board.refuse_all();
  EXPECT_EQ(board.choose({}).heard, std::nullopt);
}

}  // namespace
}  // namespace offhook::phone
