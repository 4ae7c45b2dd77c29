// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>

#include "actors/base/clock.hpp"

namespace offhook::control {

/// A token bucket that holds one second's worth.
class RateLimit {
 public:
  explicit RateLimit(std::size_t per_second) : cost_(Instant{1s} / per_second) {}

  /// Zero if one more is allowed at `now`; else how long to wait for it.
  Instant take(Instant now) {
    const Instant earliest = std::max(next_, now - Instant{1s} + cost_);
    if (earliest > now) return earliest - now;
    next_ = earliest + cost_;
    return Instant{0};
  }

 private:
  Instant cost_;
  Instant next_ = Instant::min() / 2;
};

}  // namespace offhook::control
