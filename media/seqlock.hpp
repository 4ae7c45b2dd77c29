// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "media/realtime.hpp"

namespace offhook::media {

/// The latest value of something, from one writer that never waits to readers that read again when
/// they met a write.
template <class T>
class Seqlock {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Seqlock() { write(T{}); }

  OFFHOOK_REALTIME void write(const T& value) noexcept {
    Words words{};
    std::memcpy(words.data(), &value, sizeof(T));
    const std::uint32_t turn = turn_.load(std::memory_order_relaxed);
    turn_.store(turn + 1, std::memory_order_relaxed);  // odd: being written
    // Release, so that whoever sees a new word sees the odd turn too.
    for (std::size_t i = 0; i < words.size(); ++i)
      words_[i].store(words[i], std::memory_order_release);
    turn_.store(turn + 2, std::memory_order_release);
  }

  [[nodiscard]] T read() const noexcept {
    for (;;) {
      const std::uint32_t before = turn_.load(std::memory_order_acquire);
      Words words{};
      for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = words_[i].load(std::memory_order_acquire);
      if (before % 2 != 0 || turn_.load(std::memory_order_relaxed) != before) continue;
      T value;
      std::memcpy(static_cast<void*>(&value), words.data(), sizeof(T));
      return value;
    }
  }

 private:
  using Words = std::array<std::uint64_t, (sizeof(T) + 7) / 8>;
  std::atomic<std::uint32_t> turn_{0};
  std::array<std::atomic<std::uint64_t>, std::tuple_size_v<Words>> words_{};
};

}  // namespace offhook::media
