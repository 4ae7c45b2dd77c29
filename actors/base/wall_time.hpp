// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

namespace offhook {

/// What a clock on the wall shows: for people, never for timers.
struct WallTime {
  std::int64_t unix_ms = 0;       ///< milliseconds since 1970-01-01 00:00 UTC
  std::int32_t utc_offset_s = 0;  ///< local time less UTC, here and now
};
using WallClock = std::function<WallTime()>;

/// Where a simulated phone's time begins: 2026-01-01 00:00 UTC.
inline constexpr std::int64_t simulated_start_unix_ms = 1'767'225'600'000;

}  // namespace offhook
