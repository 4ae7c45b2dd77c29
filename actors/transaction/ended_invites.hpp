// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_set>
#include <utility>

#include "actors/base/clock.hpp"

namespace offhook::transaction {

/// INVITEs of ours, by client key, whose transaction ended without any final response. A 2xx may
/// still come, and makes a call that nobody waits for (RFC 3261 §13.2.2.4). Without room the oldest
/// is forgotten, whose time is over first.
class EndedInvites {
 public:
  static constexpr std::size_t limit = 1024;

  /// Remembers `key` for `span`, which is the same each time.
  void add(std::string key, Instant now, Instant span) {
    while (!order_.empty() && order_.front().first <= now) forget_oldest();
    if (!keys_.insert(key).second) return;
    order_.emplace_back(now + span, std::move(key));
    if (order_.size() <= limit) return;
    forget_oldest();
    ++forgotten_;
  }

  [[nodiscard]] bool contains(const std::string& key, Instant now) {
    while (!order_.empty() && order_.front().first <= now) forget_oldest();
    return keys_.contains(key);
  }

  /// How many had to go before their time.
  [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

 private:
  void forget_oldest() {
    keys_.erase(order_.front().second);
    order_.pop_front();
  }

  std::deque<std::pair<Instant, std::string>> order_;
  std::unordered_set<std::string> keys_;  ///< found by key, never walked
  std::uint64_t forgotten_ = 0;
};

}  // namespace offhook::transaction
