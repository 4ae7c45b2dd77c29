// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include "media/engine.hpp"

namespace offhook::media {

/// Runs an engine in real time: a thread of its own, a tick every 10 ms against an absolute clock,
/// SCHED_FIFO if the system allows it, asleep while the engine is idle. Not used in simulation.
class MediaThread {
 public:
  enum class Scheduling : std::uint8_t { unknown, realtime, ordinary };

  struct Options {
    int priority = 50;               ///< of SCHED_FIFO, 1..99
    std::function<void()> on_start;  ///< first thing on the thread; may be empty
  };
  /// The engine is borrowed. Becomes both of its wakers.
  explicit MediaThread(Engine& engine);
  MediaThread(Engine& engine, Options options);
  /// Stops and joins.
  ~MediaThread();
  MediaThread(const MediaThread&) = delete;
  MediaThread& operator=(const MediaThread&) = delete;

  /// What the system gave us; `ordinary` belongs in the health report.
  [[nodiscard]] Scheduling scheduling() const { return scheduling_.load(); }

  /// Readable when the engine left events: poll it on the control side, then call `acknowledge`
  /// and MediaControl::poll_events.
  [[nodiscard]] int event_fd() const { return event_fd_; }
  void acknowledge();

  /// Periods run, and the longest work and lateness seen in one, for metrics.
  struct Load {
    std::uint64_t ticks;
    std::chrono::microseconds longest_work;
    std::chrono::microseconds latest_wake;
  };
  [[nodiscard]] Load load() const;

 private:
  class FdWaker final : public Waker {
   public:
    void wake() noexcept override;
    int fd = -1;
    /// Whoever is awake looks at the ring anyway, and a system call for each order is saved.
    std::atomic<bool> is_awaited{true};
  };

  void run();
  void sleep_until_woken();

  Engine& engine_;
  Options options_;
  FdWaker order_waker_;
  FdWaker event_waker_;
  int event_fd_ = -1;
  std::atomic<bool> stop_{false};
  std::atomic<Scheduling> scheduling_{Scheduling::unknown};
  std::atomic<std::uint64_t> ticks_{0};
  std::atomic<std::int64_t> longest_work_us_{0};
  std::atomic<std::int64_t> latest_wake_us_{0};
  std::thread thread_;
};

}  // namespace offhook::media
