// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "actors/device/alert_info.hpp"
#include "actors/phone/ring_policy.hpp"

namespace offhook::phone {
namespace {

TEST(ContactRing, HasAName) {
  EXPECT_EQ(ring_named("Ring3"), 3u);
  EXPECT_EQ(ring_named("Silent"), device::silent_ring);
  EXPECT_EQ(ring_named("Splash"), device::splash_ring);
  for (const auto* name : {"", "Ring", "Ring0", "Ring9", "ring3", "Ring12"})
    EXPECT_EQ(ring_named(name), 0u) << name;
}

TEST(ContactRing, ComesBeforeThatOfTheAccountAndAfterThatOfTheCaller) {
  RingSettings settings;
  settings.accounts["1"].number = 5;
  RingingCall call{"1", "1002", "", 3};
  EXPECT_EQ(ring_of(call, settings, 8).tone, 3u);
  settings.callers["1002"].number = 7;
  EXPECT_EQ(ring_of(call, settings, 8).tone, 7u);
  settings.callers.clear();
  call.contact_ring = 0;
  EXPECT_EQ(ring_of(call, settings, 8).tone, 5u);
}

}  // namespace
}  // namespace offhook::phone
