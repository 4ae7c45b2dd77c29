// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

#include "actors/base/clock.hpp"

namespace offhook::call {

/// RFC 3261 §17.1.1.1. T4 is the transactions' alone.
struct LegTimers {
  std::chrono::milliseconds t1{500};
  std::chrono::milliseconds t2{4000};
  /// How long a lost message is waited for.
  [[nodiscard]] constexpr std::chrono::milliseconds limit() const { return 64 * t1; }
};

/// When to send a 200 to INVITE again (§13.3.1.4): after T1, doubling up to T2, on every transport,
/// because the copy that is lost may be lost beyond a proxy.
class AnswerTiming {
 public:
  explicit constexpr AnswerTiming(LegTimers timers = {}) : timers_(timers), next_(timers.t1) {}

  /// The wait before the next copy; longer at each call.
  constexpr std::chrono::milliseconds next() {
    const auto wait = next_;
    next_ = std::min(2 * next_, timers_.t2);
    return wait;
  }

 private:
  LegTimers timers_;
  std::chrono::milliseconds next_;
};

}  // namespace offhook::call
