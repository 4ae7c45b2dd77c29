// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "hal/event.hpp"

namespace offhook::hal {

/// Carries events from any thread of a plugin to the control thread. Posting is wait-free: two or
/// three atomic additions and a copy, then a wake-up if the sink was asleep. The queue is bounded;
/// when it is full, a key or fault is refused and a hook move is latched: the newest position of
/// each switch survives, because a phone that believes a replaced handset is lifted stays busy.
class EventSink {
 public:
  static constexpr std::size_t capacity = 256;

  /// `wake` is called on the posting thread when events begin to wait, once until the next drain();
  /// it must be as wait-free as its host allows (a write to an eventfd), or may drain() inline
  /// where everything is one thread. It does not throw.
  explicit EventSink(std::function<void()> wake) : wake_(std::move(wake)) {}
  EventSink(const EventSink&) = delete;
  EventSink& operator=(const EventSink&) = delete;

  /// Replaces the wake-up. While nobody can post: the board is stopped.
  void set_wake(std::function<void()> wake) { wake_ = std::move(wake); }

  /// 0, or what offhook_host::post promises. Any thread.
  int post(const offhook_event& raw) noexcept;

  /// Delivers what waits, oldest first, at most one queue-full so that a flood cannot hold the
  /// loop. Returns whether more waits: then drain again later. Control thread only; a nested call
  /// from `deliver` does nothing and leaves the rest to the outer one.
  bool drain(const std::function<void(const Event&)>& deliver);

  /// Events refused because the queue was full, since the beginning.
  [[nodiscard]] std::uint64_t lost() const noexcept { return lost_.load(); }

 private:
  struct Slot {
    std::atomic<std::uint64_t> published{0};  ///< ticket + 1 once `event` is whole
    offhook_event event{};
  };

  bool push(const offhook_event& raw) noexcept;
  bool pop(offhook_event& raw) noexcept;
  void post_hook(const offhook_event& raw) noexcept;
  void deliver_latched(const std::function<void(const Event&)>& deliver);

  std::function<void()> wake_;
  std::array<Slot, capacity> slots_{};
  std::atomic<std::uint64_t> occupied_{0};  ///< slots claimed and not yet freed
  std::atomic<std::uint64_t> next_ticket_{0};
  std::uint64_t next_out_ = 0;
  std::array<std::atomic<std::uint64_t>, OFFHOOK_HOOK_COUNT> latched_{};
  std::atomic<bool> awake_{false};
  std::atomic<std::uint64_t> lost_{0};
  bool draining_ = false;
};

}  // namespace offhook::hal
