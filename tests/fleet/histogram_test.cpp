// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/histogram.hpp"

#include <gtest/gtest.h>

#include "actors/base/clock.hpp"

namespace offhook::sim::fleet {
namespace {

TEST(FleetHistogram, OfNothingIsZero) {
  const Histogram none;
  EXPECT_EQ(none.count(), 0u);
  EXPECT_EQ(none.percentile(0.99), 0us);
}

TEST(FleetHistogram, PercentilesAreWithinOnePartIn64) {
  Histogram histogram;
  for (int i = 1; i <= 10'000; ++i) histogram.add(std::chrono::microseconds{i * 10});

  for (const double share : {0.1, 0.5, 0.9, 0.99, 0.999}) {
    const double exact = share * 100'000;
    EXPECT_NEAR(static_cast<double>(histogram.percentile(share).count()), exact, exact / 64)
        << share;
  }
  EXPECT_EQ(histogram.least(), 10us);
  EXPECT_EQ(histogram.most(), 100'000us);
  EXPECT_EQ(histogram.percentile(1.0), 100'000us);
}

TEST(FleetHistogram, SmallSpansAreExact) {
  Histogram histogram;
  for (int i = 0; i < 100; ++i) histogram.add(std::chrono::microseconds{i});
  EXPECT_EQ(histogram.percentile(0.5), 49us);
}

TEST(FleetHistogram, TwoAddUpToTheSameAsOne) {
  Histogram all, one, other;
  for (int i = 0; i < 1000; ++i) {
    all.add(std::chrono::microseconds{i * i});
    (i % 2 == 0 ? one : other).add(std::chrono::microseconds{i * i});
  }
  one.merge(other);

  EXPECT_EQ(one.buckets(), all.buckets());
  EXPECT_EQ(one.count(), all.count());
  EXPECT_EQ(one.least(), all.least());
  EXPECT_EQ(one.most(), all.most());
}

TEST(FleetHistogram, NonsenseFromAnotherProcessDoesNoHarm) {
  const Histogram odd({{0xFFFFFFFF, 3}, {7, 1}}, 5us, 5us);
  EXPECT_EQ(odd.count(), 4u);
  EXPECT_EQ(odd.percentile(0.99), 5us);
}

}  // namespace
}  // namespace offhook::sim::fleet
