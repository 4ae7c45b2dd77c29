// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/journal.hpp"

#include <cstdlib>

#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

TEST(JournalDeathTest, ACrashLosesNoLine) {
  const auto crash = [] {
    Journal journal;
    journal.add("the last words");
    std::abort();
  };
  EXPECT_DEATH(crash(), "the last words");
}

}  // namespace
}  // namespace offhook::cli
