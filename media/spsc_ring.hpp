// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>

#include "media/realtime.hpp"

namespace offhook::media {

/// A queue from exactly one thread to exactly one other: the only channel across the media line.
/// Wait-free on both sides; memory is taken once, in the constructor.
template <class T>
class SpscRing {
  static_assert(std::is_trivially_copyable_v<T>, "values cross the line, never owners");

 public:
  /// Holds at least `capacity` values (rounded up to a power of two).
  explicit SpscRing(std::size_t capacity)
      : mask_(std::bit_ceil(capacity) - 1), slots_(std::make_unique<T[]>(mask_ + 1)) {}

  /// Producer side. False when full: nothing was stored.
  OFFHOOK_REALTIME bool push(const T& value) noexcept {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - head_.load(std::memory_order_acquire) > mask_) return false;
    slots_[tail & mask_] = value;
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }

  /// Consumer side. False when empty.
  OFFHOOK_REALTIME bool pop(T& value) noexcept {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_.load(std::memory_order_acquire)) return false;
    value = slots_[head & mask_];
    head_.store(head + 1, std::memory_order_release);
    return true;
  }

  /// Exact for the consumer; a moment old for anybody else.
  [[nodiscard]] OFFHOOK_REALTIME bool empty() const noexcept {
    return head_.load(std::memory_order_acquire) == tail_.load(std::memory_order_acquire);
  }

 private:
  static constexpr std::size_t line = 64;  // one writer a cache line
  const std::size_t mask_;
  const std::unique_ptr<T[]> slots_;
  alignas(line) std::atomic<std::size_t> head_{0};
  alignas(line) std::atomic<std::size_t> tail_{0};
};

}  // namespace offhook::media
