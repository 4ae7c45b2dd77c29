// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/ring_cadence.hpp"

#include <gtest/gtest.h>

namespace offhook::device {
namespace {

using std::chrono_literals::operator""ms;

TEST(RingCadence, FollowsTheCountry) {
  EXPECT_EQ(ring_cadence("us"), (RingCadence{{2000ms, 4000ms}, 2}));
  EXPECT_EQ(ring_cadence("gb"), (RingCadence{{400ms, 200ms, 400ms, 2000ms}, 4}));
  EXPECT_EQ(ring_cadence("hu"), (RingCadence{{1250ms, 3750ms}, 2}));
  EXPECT_EQ(ring_cadence("de"), (RingCadence{{1000ms, 4000ms}, 2}));
}

TEST(RingCadence, IsTheDefaultForAnUnknownCountry) {
  EXPECT_EQ(ring_cadence(""), default_ring_cadence);
  EXPECT_EQ(ring_cadence("DE"), default_ring_cadence);
}

TEST(RingCadence, OfTheNorthAmericanNetworkTellsFiveApart) {
  EXPECT_EQ(bellcore_cadence(1), default_ring_cadence);
  EXPECT_EQ(bellcore_cadence(3), (RingCadence{{400ms, 200ms, 400ms, 200ms, 800ms, 4000ms}, 6}));
  EXPECT_EQ(bellcore_cadence(4), (RingCadence{{300ms, 200ms, 1000ms, 200ms, 300ms, 4000ms}, 6}));
  EXPECT_EQ(bellcore_cadence(77), default_ring_cadence);
}

}  // namespace
}  // namespace offhook::device
