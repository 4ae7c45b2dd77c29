// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "sim/sim_phone.hpp"

namespace offhook::sim::scenario {

/// What each person has listened to: each `hears` starts where the last successful one of that
/// phone ended, so that a sentence said twice is not taken for one.
class Ears {
 public:
  explicit Ears(World& world) : world_(world) {}

  /// Runs the world until `phone` has heard the clip, or `within` after it could have.
  bool hears(const SimPhone& phone, const std::string& clip, double match, Instant within);
  /// Runs the world until nothing has been heard for `span`, or `within` is over.
  bool hears_silence(const SimPhone& phone, Instant span, Instant within);
  /// The best likeness of the last `hears`.
  [[nodiscard]] double best() const { return best_; }

 private:
  World& world_;
  std::map<std::string, std::size_t> listened_;  ///< samples, by phone
  double best_ = 0;
};

}  // namespace offhook::sim::scenario
