// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "actors/base/clock.hpp"

namespace offhook::transport {

/// Keeps a hostile network from filling the log: so many lines a minute, the rest counted.
class LogBudget {
 public:
  static constexpr int lines_per_minute = 3;

  /// How many lines were withheld since the last one that was granted; nullopt withholds this one.
  std::optional<std::uint64_t> grant(Instant now) {
    if (!minute_began_ || now - *minute_began_ >= 60s) {
      minute_began_ = now;
      left_ = lines_per_minute;
    }
    if (left_ == 0) {
      ++withheld_;
      return std::nullopt;
    }
    --left_;
    return std::exchange(withheld_, 0);
  }

 private:
  std::optional<Instant> minute_began_;
  int left_ = 0;
  std::uint64_t withheld_ = 0;
};

}  // namespace offhook::transport
