// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/log_budget.hpp"

#include <gtest/gtest.h>

namespace offhook::transport {
namespace {

TEST(LogBudget, GrantsThreeLinesAMinuteAndCountsTheRest) {
  LogBudget budget;

  EXPECT_EQ(budget.grant(0s), 0u);
  EXPECT_EQ(budget.grant(1s), 0u);
  EXPECT_EQ(budget.grant(2s), 0u);
  EXPECT_EQ(budget.grant(3s), std::nullopt);
  EXPECT_EQ(budget.grant(59s), std::nullopt);
  EXPECT_EQ(budget.grant(60s), 2u);
  EXPECT_EQ(budget.grant(61s), 0u);
}

}  // namespace
}  // namespace offhook::transport
