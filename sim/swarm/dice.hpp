// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/random_source.hpp"

namespace offhook::sim::swarm {

/// Chance, for writing a walk: all of it follows from the seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  /// From 0 to `sides`, without it.
  std::size_t roll(std::size_t sides) { return static_cast<std::size_t>(random_.next() % sides); }
  std::size_t between(std::size_t low, std::size_t high) { return low + roll(high - low + 1); }
  bool chance(unsigned percent) { return roll(100) < percent; }
  Instant span(std::chrono::milliseconds low, std::chrono::milliseconds high) {
    return random_.between(low, high);
  }
  template <class Value>
  const Value& one_of(const std::vector<Value>& values) {
    return values[roll(values.size())];
  }
  std::string one_of(std::initializer_list<std::string_view> words) {
    return std::string(words.begin()[roll(words.size())]);
  }

 private:
  SeededRandom random_;
};

}  // namespace offhook::sim::swarm
