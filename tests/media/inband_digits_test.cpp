// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/inband_digits.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "tests/media/realtime_trap.hpp"

namespace offhook::media {
namespace {

using Period = std::array<Sample, samples_per_period>;

/// Periods until it is idle, true where something sounds.
std::vector<bool> periods_of(InbandDigits& digits) {
  std::vector<bool> heard;
  Period period;
  while (digits.next(period) && heard.size() < 1000)
    heard.push_back(std::ranges::any_of(period, [](Sample s) { return s != 0; }));
  return heard;
}

TEST(InbandDigits, SoundForTheirLengthWithAPauseBehindEach) {
  InbandDigits digits;
  EXPECT_TRUE(digits.idle());
  ASSERT_TRUE(digits.add(
      '1', {.tone = std::chrono::milliseconds{50}, .gap = std::chrono::milliseconds{30}}));
  ASSERT_TRUE(digits.add(
      '#', {.tone = std::chrono::milliseconds{20}, .gap = std::chrono::milliseconds{10}}));

  EXPECT_EQ(periods_of(digits), (std::vector<bool>{true, true, true, true, true, false, false,
                                                   false, true, true, false}));
  EXPECT_TRUE(digits.idle());
}

TEST(InbandDigits, LeaveTheSoundAloneWhenNoneIsDue) {
  InbandDigits digits;
  Period said;
  said.fill(77);

  EXPECT_FALSE(digits.next(said));

  EXPECT_TRUE(std::ranges::all_of(said, [](Sample s) { return s == 77; }));
}

TEST(InbandDigits, RefuseWhatIsNoDigitAndTooMany) {
  InbandDigits digits;
  EXPECT_FALSE(digits.add('x', {}));
  for (std::size_t i = 0; i < InbandDigits::most_waiting; ++i) EXPECT_TRUE(digits.add('5', {}));
  EXPECT_FALSE(digits.add('5', {}));
}

TEST(InbandDigits, OfNoLengthStillEnd) {
  InbandDigits digits;
  ASSERT_TRUE(
      digits.add('1', {.tone = std::chrono::milliseconds{0}, .gap = std::chrono::milliseconds{0}}));
  EXPECT_LE(periods_of(digits).size(), 2U);
}

}  // namespace
}  // namespace offhook::media
