// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "actors/base/clock.hpp"

namespace offhook::media {

/// The time and the randomness that oRTP sees in simulation, where it asks the C library for both.
/// Works only in a program that links `offhook::virtual_libc`; anywhere else it changes nothing.
class VirtualTime {
 public:
  /// `epoch` is the wall-clock time at phone time 0, since 1970. The clock is borrowed.
  VirtualTime(const Clock& clock, std::uint64_t seed,
              std::chrono::seconds epoch = std::chrono::seconds{1'767'225'600})
      : clock_(clock), seed_(seed), epoch_(epoch) {}

  [[nodiscard]] std::int64_t monotonic_ns() const { return clock_.now().count() + monotonic_base; }
  [[nodiscard]] std::int64_t wall_ns() const { return clock_.now().count() + epoch_.count(); }
  std::uint64_t random();

  /// Does this program's oRTP really read these clocks? A simulator asks once, and refuses if not.
  [[nodiscard]] static bool interposed();

 private:
  // A library that takes 0 for "never" must not meet it at the start of the simulation.
  static constexpr std::int64_t monotonic_base = 1'000'000'000'000;
  const Clock& clock_;
  std::uint64_t seed_;
  std::chrono::nanoseconds epoch_;
};

/// While one lives, the C library's clocks and random numbers are virtual on this thread. Null: no
/// effect. Scopes nest.
class VirtualTimeScope {
 public:
  explicit VirtualTimeScope(VirtualTime* time) noexcept;
  ~VirtualTimeScope();
  VirtualTimeScope(const VirtualTimeScope&) = delete;
  VirtualTimeScope& operator=(const VirtualTimeScope&) = delete;

  /// What this thread sees; null = the real world.
  [[nodiscard]] static VirtualTime* current() noexcept;

 private:
  VirtualTime* before_;
};

}  // namespace offhook::media
