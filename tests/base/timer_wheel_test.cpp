// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/base/timer_wheel.hpp"

#include <map>

#include <gtest/gtest.h>

#include "actors/base/random_source.hpp"

namespace offhook {
namespace {

TEST(TimerWheel, FiresInTheOrderOfDeadlineThenOfArming) {
  TimerWheel<int> wheel;
  wheel.arm(5ms + 2ns, 3);
  wheel.arm(5ms + 1ns, 1);
  wheel.arm(5ms + 1ns, 2);
  wheel.arm(90s, 4);

  std::vector<int> fired;
  while (auto payload = wheel.pop_due(100s)) fired.push_back(*payload);

  EXPECT_EQ(fired, (std::vector{1, 2, 3, 4}));
}

TEST(TimerWheel, FiresNothingBeforeItsNanosecond) {
  TimerWheel<int> wheel;
  wheel.arm(5ms + 2ns, 1);

  EXPECT_EQ(wheel.pop_due(5ms + 1ns), std::nullopt);
  EXPECT_EQ(wheel.next_due(), 5ms + 2ns);
  EXPECT_EQ(wheel.pop_due(5ms + 2ns), 1);
}

TEST(TimerWheel, CancelledTimersNeverFireAndTheirPayloadIsGone) {
  TimerWheel<std::shared_ptr<int>> wheel;
  auto payload = std::make_shared<int>(1);
  const auto far = wheel.arm(32s, payload);
  const auto near = wheel.arm(0ms, payload);

  EXPECT_TRUE(wheel.cancel(far));
  EXPECT_TRUE(wheel.cancel(near));
  EXPECT_FALSE(wheel.cancel(near));

  EXPECT_EQ(payload.use_count(), 1);
  EXPECT_TRUE(wheel.empty());
  EXPECT_EQ(wheel.pop_due(60s), std::nullopt);
}

// The wheel against the obvious structure, over many random lives of timers.
TEST(TimerWheel, AgreesWithASortedMapOverARandomWalk) {
  SeededRandom random(42);
  TimerWheel<int> wheel;
  std::map<std::pair<Instant, int>, TimerId> model;
  Instant now{};
  for (int step = 0; step < 20'000; ++step) {
    const auto dice = random.next() % 10;
    if (dice < 5) {
      const Instant deadline = now + Instant(random.next() % (1ull << (10 + random.next() % 35)));
      model[{deadline, step}] = wheel.arm(deadline, step);
    } else if (dice < 8 && !model.empty()) {
      auto victim = std::next(model.begin(), static_cast<long>(random.next() % model.size()));
      ASSERT_TRUE(wheel.cancel(victim->second));
      model.erase(victim);
    } else {
      now += Instant(random.next() % (1ull << (10 + random.next() % 30)));
      while (!model.empty() && model.begin()->first.first <= now) {
        ASSERT_EQ(wheel.next_due(), model.begin()->first.first);
        ASSERT_EQ(wheel.pop_due(now), model.begin()->first.second);
        model.erase(model.begin());
      }
      ASSERT_EQ(wheel.pop_due(now), std::nullopt);
    }
    ASSERT_EQ(wheel.size(), model.size());
    if (!model.empty()) {
      ASSERT_EQ(wheel.next_due(), model.begin()->first.first);
    }
  }
}

}  // namespace
}  // namespace offhook
