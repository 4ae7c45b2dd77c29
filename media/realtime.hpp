// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Marks what runs inside the media tick. Such code neither allocates nor locks, logs, throws or
/// waits, makes no system call but socket I/O, and does bounded work. `tests/media` traps breaches.
#define OFFHOOK_REALTIME [[gnu::hot]]

namespace offhook::media {

/// While one lives, the calling thread is inside the media tick.
class RealtimeScope {
 public:
  RealtimeScope() noexcept { ++depth_; }
  ~RealtimeScope() { --depth_; }
  RealtimeScope(const RealtimeScope&) = delete;
  RealtimeScope& operator=(const RealtimeScope&) = delete;

  /// True inside the tick: what a trap for allocation or locking asks.
  [[nodiscard]] static bool active() noexcept { return depth_ > 0; }

 private:
  static inline constinit thread_local int depth_ = 0;
};

}  // namespace offhook::media
