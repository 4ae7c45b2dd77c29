// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "media/audio_device.hpp"
#include "media/command.hpp"
#include "media/local_sound.hpp"
#include "media/mixer.hpp"
#include "media/realtime.hpp"
#include "media/rtp_memory.hpp"
#include "media/spsc_ring.hpp"
#include "media/virtual_time.hpp"

namespace offhook::media {

/// Wakes whoever sleeps at the other side of a ring. Must not wait.
class Waker {
 public:
  virtual ~Waker() = default;
  virtual void wake() noexcept = 0;
};

/// All sound of one phone. The control side pushes orders; whoever owns the tick (the media thread,
/// or the simulator) calls `tick` every 10 ms; events come back. See MediaControl for the far end.
class Engine final : private EventSink {
 public:
  struct Options {
    std::size_t max_streams = 16;
    VirtualTime* virtual_time = nullptr;          ///< simulation only; borrowed
    std::chrono::milliseconds playout_delay{40};  ///< that each stream starts with and returns to
    std::chrono::milliseconds longest_playout_delay{200};  ///< the same: a fixed buffer
    std::chrono::milliseconds rtcp_interval{5000};
  };
  Engine();
  explicit Engine(const Options& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // ---- media side ----

  /// One period: takes orders, receives, mixes, plays, captures, sends. Bounded work.
  OFFHOOK_REALTIME void tick() noexcept;

  /// True if nothing needs the next tick: no stream, no tone, no order waiting, no needy device.
  [[nodiscard]] bool idle() const noexcept;

  /// Frees what `remove` left over if no tick will ever come again. The ticking thread must be
  /// gone.
  void abandon() noexcept;

  // ---- control side ----

  /// False if the ring is full.
  bool push(const Order& order) noexcept;
  bool pop(Event& event) noexcept { return events_.pop(event); }
  bool pop(Garbage& garbage) noexcept { return garbage_.pop(garbage); }
  [[nodiscard]] const Options& options() const { return options_; }
  /// Free blocks of each size class on the media side; a moment old.
  [[nodiscard]] PoolLevels pool_levels() const noexcept;
  /// How often the ticking thread had to go to the heap after all: 0, or the pool is too small.
  [[nodiscard]] std::uint64_t pool_misses() const noexcept {
    return pool_misses_.load(std::memory_order_relaxed);
  }

  /// Events that found the ring full: whoever was to collect them has not looked for seconds.
  [[nodiscard]] std::uint64_t events_lost() const noexcept {
    return events_lost_.load(std::memory_order_relaxed);
  }
  /// Orders carried out since the beginning: what an earlier order lent is given back when a later
  /// one that takes it away is among them.
  [[nodiscard]] std::uint64_t orders_obeyed() const noexcept {
    return orders_obeyed_.load(std::memory_order_acquire);
  }

  /// `on_order` is woken after each order, `on_event` after a tick that left events. Either may be
  /// null. Set before the first tick.
  void set_wakers(Waker* on_order, Waker* on_event) {
    on_order_ = on_order;
    on_event_ = on_event;
  }

 private:
  struct Slot {
    StreamId id;
    Stream* stream = nullptr;
  };

  OFFHOOK_REALTIME void take_orders() noexcept;
  OFFHOOK_REALTIME void carry_out(const Order& order) noexcept;
  OFFHOOK_REALTIME void obey(const AddStream& order) noexcept;
  OFFHOOK_REALTIME void obey(const ConfigureStream& order) noexcept;
  OFFHOOK_REALTIME void obey(const RemoveStream& order) noexcept;
  OFFHOOK_REALTIME void obey(const ConnectStream& order) noexcept;
  OFFHOOK_REALTIME void obey(const SetMembership& order) noexcept;
  OFFHOOK_REALTIME void obey(const SendDigit& order) noexcept;
  OFFHOOK_REALTIME void obey(const SayDigit& order) noexcept;
  OFFHOOK_REALTIME void obey(const PlayClip& order) noexcept;
  OFFHOOK_REALTIME void obey(const RecordStream& order) noexcept;
  /// All other orders are about the person's end.
  OFFHOOK_REALTIME void obey(const auto& order) noexcept { local_.obey(order); }
  OFFHOOK_REALTIME Stream* find(StreamId id) noexcept;
  OFFHOOK_REALTIME void receive_and_play() noexcept;
  OFFHOOK_REALTIME void send() noexcept;
  OFFHOOK_REALTIME void report(const Event& event) noexcept override;
  OFFHOOK_REALTIME void publish_pool() noexcept;

  const Options options_;
  SpscRing<Order> orders_;
  SpscRing<Event> events_;
  SpscRing<Garbage> garbage_;
  std::vector<Slot> slots_;  ///< by StreamId::slot; sized once
  std::size_t open_ = 0;
  LocalSound local_{*this};
  MixMatrix mix_;
  bool reported_ = false;  ///< events left in this tick
  std::atomic<std::uint64_t> events_lost_{0};
  std::atomic<std::uint64_t> orders_obeyed_{0};
  Waker* on_order_ = nullptr;
  Waker* on_event_ = nullptr;
  std::array<std::atomic<std::uint32_t>, pool_classes> pool_levels_{};
  std::atomic<std::uint64_t> pool_misses_{0};
};

}  // namespace offhook::media
