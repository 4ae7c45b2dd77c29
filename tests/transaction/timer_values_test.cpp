// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/timer_values.hpp"

#include <gtest/gtest.h>

namespace offhook::transaction {
namespace {

using enum Reliability;

// RFC 3261 table 4, RFC 6026 §8.7.
TEST(TimerValues, AreThoseOfTheTable) {
  constexpr TimerValues timers;

  EXPECT_EQ(timers.timer_a(), 500ms);
  EXPECT_EQ(timers.timer_b(), 32s);
  EXPECT_EQ(timers.timer_d(unreliable), 32s);
  EXPECT_EQ(timers.timer_d(reliable), 0s);
  EXPECT_EQ(timers.timer_e(), 500ms);
  EXPECT_EQ(timers.timer_f(), 32s);
  EXPECT_EQ(timers.timer_g(), 500ms);
  EXPECT_EQ(timers.timer_h(), 32s);
  EXPECT_EQ(timers.timer_i(unreliable), 5s);
  EXPECT_EQ(timers.timer_i(reliable), 0s);
  EXPECT_EQ(timers.timer_j(unreliable), 32s);
  EXPECT_EQ(timers.timer_j(reliable), 0s);
  EXPECT_EQ(timers.timer_k(unreliable), 5s);
  EXPECT_EQ(timers.timer_k(reliable), 0s);
  EXPECT_EQ(timers.timer_l(), 32s);
  EXPECT_EQ(timers.timer_m(), 32s);
}

TEST(TimerValues, ScaleWithT1ButForTimerD) {
  constexpr TimerValues timers{.t1 = 100ms};

  EXPECT_EQ(timers.timer_b(), 6400ms);
  EXPECT_EQ(timers.timer_d(unreliable), 32s);  // §17.1.1.2: at least 32 seconds
  EXPECT_EQ(TimerValues{.t1 = 1s}.timer_d(unreliable), 64s);
}

TEST(TimerValues, RetransmitEverSlower) {
  constexpr TimerValues timers;

  EXPECT_EQ(timers.doubled(4s), 8s);  // A has no bound
  EXPECT_EQ(timers.doubled_to_t2(2s), 4s);
  EXPECT_EQ(timers.doubled_to_t2(4s), 4s);
}

}  // namespace
}  // namespace offhook::transaction
