// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace offhook::plugins::sim {

/// Samples between the control thread and the media thread: one writes, the other reads, neither
/// waits. Allocates when made, never later.
class SampleQueue {
 public:
  explicit SampleQueue(std::size_t capacity) : samples_(capacity) {}

  /// How many of `frames` fitted; null counts as silence. The writer's thread.
  std::size_t push(const std::int16_t* from, std::size_t frames) noexcept {
    const auto written = written_.load(std::memory_order_relaxed);
    const auto room = samples_.size() - (written - read_.load(std::memory_order_acquire));
    const auto count = std::min(frames, room);
    const auto [start, first] = place(written, count);
    if (from != nullptr) {
      std::copy_n(from, first, start);
      std::copy_n(from + first, count - first, samples_.begin());
    } else {
      std::fill_n(start, first, std::int16_t{0});
      std::fill_n(samples_.begin(), count - first, std::int16_t{0});
    }
    written_.store(written + count, std::memory_order_release);
    return count;
  }

  /// How many of `frames` there were; into null they are dropped. The reader's thread.
  std::size_t pop(std::int16_t* into, std::size_t frames) noexcept {
    const auto read = read_.load(std::memory_order_relaxed);
    const auto count = std::min(frames, written_.load(std::memory_order_acquire) - read);
    if (into != nullptr) {
      const auto [start, first] = place(read, count);
      std::copy_n(start, first, into);
      std::copy_n(samples_.begin(), count - first, into + first);
    }
    read_.store(read + count, std::memory_order_release);
    return count;
  }

 private:
  using Iterator = std::vector<std::int16_t>::iterator;

  /// Where sample number `index` lies, and how many of `count` follow before the wrap.
  std::pair<Iterator, std::size_t> place(std::size_t index, std::size_t count) {
    const auto offset = index % samples_.size();
    return {samples_.begin() + static_cast<std::ptrdiff_t>(offset),
            std::min(count, samples_.size() - offset)};
  }

  std::vector<std::int16_t> samples_;
  std::atomic<std::size_t> written_{0};
  std::atomic<std::size_t> read_{0};
};

}  // namespace offhook::plugins::sim
