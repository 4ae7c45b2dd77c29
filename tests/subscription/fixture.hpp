// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "tests/support/messages.hpp"
#include "tests/support/peer.hpp"

namespace offhook::subscription::testing {

/// A subscription in virtual time whose other end is the test. It leaves no actor and no timer.
class SubscriptionTest : public ::testing::Test {
 protected:
  void SetUp() override { dispatcher_ = loop_.spawn<offhook::testing::RecordingDispatcher>(wire_); }
  void TearDown() override {
    act::stop(dispatcher_);
    for (const auto& t : transactions_) act::stop(t);
    wire_ = {};
    run();
    EXPECT_EQ(loop_.running_actors(), 0u);
    EXPECT_EQ(loop_.pending_timers(), 0u);
  }
  void run(Instant span = Instant{1'000'000}) { loop_.run_for(span); }

  act::Loop loop_{act::Loop::Virtual{}};
  SeededRandom random_{7};
  offhook::testing::Wire wire_;
  transaction::Dispatcher dispatcher_;
  std::vector<transaction::ServerTransaction> transactions_;
  std::uint32_t cseq_ = 0;
};

}  // namespace offhook::subscription::testing
