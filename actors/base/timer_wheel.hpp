// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "actors/base/clock.hpp"

namespace offhook {

/// Names an armed timer; generation 0 names none. Stays harmless after the timer fired.
struct TimerId {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
};

/// Cancellable timers: arming and cancelling cost the same however many are pending, because a SIP
/// engine arms half a million long timers that nearly all are cancelled. A hierarchy of seven rings
/// of 64 slots, one millisecond a slot at the bottom. Fires in the order (deadline, arming), to the
/// nanosecond, so that a simulation is the same every time.
template <class Payload>
class TimerWheel {
 public:
  TimerId arm(Instant deadline, Payload payload) {
    const std::uint32_t index = allocate();
    Entry& entry = entries_[index];
    entry.deadline = std::max(deadline, Instant::zero());
    entry.order = ++armed_;
    entry.payload = std::move(payload);
    ++size_;
    place(index);
    return {index, entry.generation};
  }

  /// The payload is destroyed now. False if the timer has fired or was cancelled before.
  bool cancel(TimerId id) {
    if (id.generation == 0 || id.index >= entries_.size()) return false;
    Entry& entry = entries_[id.index];
    if (entry.generation != id.generation || !entry.payload) return false;
    entry.payload.reset();
    --size_;
    if (entry.where == Where::ready)
      entry.where = Where::cancelled;  // the heap drops it when it comes up
    else {
      unlink(id.index);
      release(id.index);
    }
    return true;
  }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// When the earliest timer is due; nullopt when none is armed.
  [[nodiscard]] std::optional<Instant> next_due() {
    drop_cancelled();
    if (!ready_.empty()) return entries_[ready_.front()].deadline;
    const auto slot = first_slot();
    if (!slot) return std::nullopt;
    // A slot may hold a hundred thousand: it is walked only when its earliest was cancelled.
    Instant& earliest = earliest_[slot->level][slot->slot];
    if (const auto bit = std::uint64_t{1} << slot->slot; (unsure_[slot->level] & bit) != 0) {
      unsure_[slot->level] &= ~bit;
      earliest = Instant::max();
      for (auto i = heads_[slot->level][slot->slot]; i != none; i = entries_[i].next)
        earliest = std::min(earliest, entries_[i].deadline);
    }
    return earliest;
  }

  /// Takes the earliest timer due at `now`, or nothing. A timer armed meanwhile is seen.
  std::optional<Payload> pop_due(Instant now) {
    advance(tick_of(now));
    drop_cancelled();
    if (ready_.empty() || entries_[ready_.front()].deadline > now) return std::nullopt;
    const std::uint32_t index = pop_ready();
    std::optional<Payload> payload = std::move(entries_[index].payload);
    release(index);
    --size_;
    return payload;
  }

  void clear() { *this = TimerWheel{}; }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  static constexpr int levels = 7;  // 64^7 ms: 139 years
  enum class Where : std::uint8_t { free, slot, ready, cancelled };

  struct Entry {
    Instant deadline{};
    std::uint64_t order = 0;
    std::optional<Payload> payload;
    std::uint32_t previous = none, next = none;
    std::uint32_t generation = 1;
    Where where = Where::free;
    std::uint8_t level = 0, slot = 0;
  };
  struct Slot {
    std::size_t level, slot;
    std::uint64_t start;
  };

  static std::uint64_t tick_of(Instant t) {
    return static_cast<std::uint64_t>(t / std::chrono::milliseconds{1});
  }

  std::uint32_t allocate() {
    if (free_.empty()) {
      entries_.emplace_back();
      return static_cast<std::uint32_t>(entries_.size() - 1);
    }
    const std::uint32_t index = free_.back();
    free_.pop_back();
    return index;
  }
  void release(std::uint32_t index) {
    Entry& entry = entries_[index];
    entry.where = Where::free;
    entry.payload.reset();
    if (++entry.generation == 0) entry.generation = 1;
    free_.push_back(index);
  }

  void place(std::uint32_t index) {
    Entry& entry = entries_[index];
    const std::uint64_t tick = tick_of(entry.deadline);
    if (tick <= elapsed_) {
      entry.where = Where::ready;
      ready_.push_back(index);
      std::push_heap(ready_.begin(), ready_.end(), later());
      return;
    }
    // The ring in which the tick first differs from the present one.
    const auto bits = static_cast<unsigned>(std::bit_width(tick ^ elapsed_) - 1);
    const std::size_t level = std::min<std::size_t>(bits / 6, levels - 1);
    const std::size_t slot = (tick >> (6 * level)) & 63;
    entry.where = Where::slot;
    entry.level = static_cast<std::uint8_t>(level);
    entry.slot = static_cast<std::uint8_t>(slot);
    entry.previous = none;
    entry.next = std::exchange(heads_[level][slot], index);
    const auto bit = std::uint64_t{1} << slot;
    Instant& earliest = earliest_[level][slot];
    if (entry.next != none) {
      entries_[entry.next].previous = index;
      earliest = std::min(earliest, entry.deadline);  // of an unsure slot, a lower bound
    } else {
      earliest = entry.deadline;
      unsure_[level] &= ~bit;
    }
    occupied_[level] |= bit;
  }

  void unlink(std::uint32_t index) {
    Entry& entry = entries_[index];
    if (entry.deadline <= earliest_[entry.level][entry.slot])
      unsure_[entry.level] |= std::uint64_t{1} << entry.slot;
    if (entry.next != none) entries_[entry.next].previous = entry.previous;
    if (entry.previous != none)
      entries_[entry.previous].next = entry.next;
    else if ((heads_[entry.level][entry.slot] = entry.next) == none)
      occupied_[entry.level] &= ~(std::uint64_t{1} << entry.slot);
  }

  /// The first slot that holds anything: every timer of a lower ring is due before any of a higher.
  std::optional<Slot> first_slot() const {
    for (std::size_t level = 0; level < levels; ++level) {
      if (occupied_[level] == 0) continue;
      const auto slot = static_cast<std::uint64_t>(std::countr_zero(occupied_[level]));
      const std::uint64_t block = elapsed_ >> (6 * (level + 1)) << (6 * (level + 1));
      return Slot{level, static_cast<std::size_t>(slot), block | (slot << (6 * level))};
    }
    return std::nullopt;
  }

  /// Moves the present to `tick`: slots passed are spread over lower rings or become ready.
  void advance(std::uint64_t tick) {
    while (const auto slot = first_slot()) {
      if (slot->start > tick) break;
      elapsed_ = slot->start;
      occupied_[slot->level] &= ~(std::uint64_t{1} << slot->slot);
      auto index = std::exchange(heads_[slot->level][slot->slot], none);
      while (index != none) {
        const auto next = entries_[index].next;
        place(index);
        index = next;
      }
    }
    elapsed_ = std::max(elapsed_, tick);
  }

  auto later() const {
    return [this](std::uint32_t a, std::uint32_t b) {
      const Entry &x = entries_[a], &y = entries_[b];
      return std::pair{x.deadline, x.order} > std::pair{y.deadline, y.order};
    };
  }
  std::uint32_t pop_ready() {
    std::pop_heap(ready_.begin(), ready_.end(), later());
    const std::uint32_t index = ready_.back();
    ready_.pop_back();
    return index;
  }
  void drop_cancelled() {
    while (!ready_.empty() && entries_[ready_.front()].where == Where::cancelled)
      release(pop_ready());
  }

  static constexpr auto empty_heads() {
    std::array<std::array<std::uint32_t, 64>, levels> heads{};
    for (auto& ring : heads) ring.fill(none);
    return heads;
  }

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> ready_;  ///< heap by (deadline, order); all ticks up to elapsed_
  std::array<std::array<std::uint32_t, 64>, levels> heads_ = empty_heads();
  std::array<std::uint64_t, levels> occupied_{};
  std::array<std::array<Instant, 64>, levels> earliest_{};  ///< of each slot that is occupied
  std::array<std::uint64_t, levels> unsure_{};  ///< slots whose earliest may have been cancelled
  std::uint64_t elapsed_ = 0;
  std::uint64_t armed_ = 0;
  std::size_t size_ = 0;
};

}  // namespace offhook
