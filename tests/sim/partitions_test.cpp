// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/partitions.hpp"

#include <gtest/gtest.h>

namespace offhook::sim {
namespace {

const IpAddress a = IpAddress::v4(192, 0, 2, 1);
const IpAddress b = IpAddress::v4(192, 0, 2, 2);
const IpAddress c = IpAddress::v4(192, 0, 2, 3);

TEST(Partitions, NothingIsCutAtFirst) { EXPECT_FALSE(Partitions().is_cut(a, b)); }

TEST(Partitions, AnIsolatedHostReachesNobodyAndNobodyReachesIt) {
  Partitions partitions;
  partitions.isolate(a);

  EXPECT_TRUE(partitions.is_cut(a, b));
  EXPECT_TRUE(partitions.is_cut(b, a));
  EXPECT_FALSE(partitions.is_cut(b, c));
  partitions.isolate(a, false);
  EXPECT_FALSE(partitions.is_cut(a, b));
}

TEST(Partitions, SplitCutsBothWaysBetweenTwoSets) {
  Partitions partitions;
  partitions.split({a, b}, {c});

  EXPECT_TRUE(partitions.is_cut(a, c));
  EXPECT_TRUE(partitions.is_cut(c, b));
  EXPECT_FALSE(partitions.is_cut(a, b));
  partitions.join({c}, {a, b});
  EXPECT_FALSE(partitions.is_cut(a, c));
  EXPECT_FALSE(partitions.is_cut(c, b));
}

TEST(Partitions, BlockCutsOneWay) {
  Partitions partitions;
  partitions.block({a}, {b});

  EXPECT_TRUE(partitions.is_cut(a, b));
  EXPECT_FALSE(partitions.is_cut(b, a));
}

TEST(Partitions, HealUndoesEverything) {
  Partitions partitions;
  partitions.isolate(a);
  partitions.split({b}, {c});
  partitions.heal();

  EXPECT_FALSE(partitions.is_cut(a, b));
  EXPECT_FALSE(partitions.is_cut(b, c));
}

}  // namespace
}  // namespace offhook::sim
