// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/quality.hpp"

#include <array>

#include <gtest/gtest.h>

namespace offhook::media {
namespace {

using namespace std::chrono_literals;

TEST(ReceptionStatistics, CountsWhatIsMissingAcrossTheWrap) {
  ReceptionStatistics statistics;
  for (std::uint32_t n = 0; n < 100; ++n)
    if (n % 10 != 5) statistics.packet(static_cast<std::uint16_t>(0xFFF0 + n));
  EXPECT_EQ(statistics.expected(), 100U);
  EXPECT_EQ(statistics.received(), 90U);
  EXPECT_EQ(statistics.lost(), 10U);
}

TEST(ReceptionStatistics, DoesNotTakeReorderingForLoss) {
  ReceptionStatistics statistics;
  for (const std::uint16_t n : std::to_array<std::uint16_t>({2, 1, 3, 0, 5, 4}))
    statistics.packet(n);
  EXPECT_EQ(statistics.expected(), 6U);
  EXPECT_EQ(statistics.lost(), 0U);
}

TEST(ReceptionStatistics, KeepsItsCountWhenTheSourceChanges) {
  ReceptionStatistics statistics;
  for (const std::uint16_t n : std::to_array<std::uint16_t>({0, 1, 3})) statistics.packet(n);
  statistics.source_changed();
  for (const std::uint16_t n : std::to_array<std::uint16_t>({40000, 40001})) statistics.packet(n);
  EXPECT_EQ(statistics.expected(), 6U);
  EXPECT_EQ(statistics.lost(), 1U);
}

TEST(ReceptionStatistics, ComputesJitterAsAppendixA8) {
  ReceptionStatistics statistics;
  statistics.timing(0, 1000);
  statistics.timing(160, 1240);  // 80 late: J = 80/16
  EXPECT_DOUBLE_EQ(statistics.jitter(), 5);
  statistics.timing(320, 1400);  // as late as the one before
  EXPECT_DOUBLE_EQ(statistics.jitter(), 5 - 5.0 / 16);
}

TEST(ReceptionStatistics, HasNoJitterOnAPerfectLine) {
  ReceptionStatistics statistics;
  for (std::uint32_t n = 0; n < 1000; ++n) statistics.timing(0xFFFFF000 + n * 160, n * 160);
  EXPECT_DOUBLE_EQ(statistics.jitter(), 0);
}

TEST(TransmissionRating, IsTheDefaultForAPerfectCall) {
  EXPECT_DOUBLE_EQ(transmission_rating({}), 93.2);
  EXPECT_NEAR(mean_opinion_score(93.2), 4.41, 0.005);
}

TEST(TransmissionRating, FallsWithLossAsG113Says) {
  // G.711 with concealment, Bpl 25.1: Ie-eff = 95 p / (p + 25.1).
  EXPECT_NEAR(transmission_rating({.loss = 0.01}), 93.2 - 95 * 1 / 26.1, 1e-9);
  EXPECT_NEAR(transmission_rating({.loss = 0.05}), 93.2 - 95 * 5 / 30.1, 1e-9);
  // Without concealment, Bpl 4.3: 1 % costs about 18 points.
  EXPECT_NEAR(transmission_rating({.loss = 0.01, .loss_robustness = 4.3}), 75.3, 0.05);
}

TEST(TransmissionRating, SuffersFromDelayOnlyBeyondTenthOfASecond) {
  EXPECT_DOUBLE_EQ(transmission_rating({.one_way_delay = 100ms}), 93.2);
  EXPECT_GT(transmission_rating({.one_way_delay = 150ms}), 92);
  // G.107 gives an Idd of about 14 at 300 ms and 26 at 400 ms (x = 1.58 and 2).
  EXPECT_NEAR(93.2 - transmission_rating({.one_way_delay = 300ms}), 14, 2);
  EXPECT_NEAR(93.2 - transmission_rating({.one_way_delay = 400ms}), 24, 3);
}

TEST(MeanOpinionScore, StaysBetweenOneAndFourAndAHalf) {
  EXPECT_DOUBLE_EQ(mean_opinion_score(-5), 1);
  EXPECT_DOUBLE_EQ(mean_opinion_score(3), 1);
  EXPECT_DOUBLE_EQ(mean_opinion_score(100), 4.5);
  EXPECT_NEAR(mean_opinion_score(50), 2.58, 0.01);
  EXPECT_NEAR(mean_opinion_score(70), 3.60, 0.01);
}

}  // namespace
}  // namespace offhook::media
