// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace offhook {

using namespace std::chrono_literals;

/// Phone time: since the engine started. Virtual in the simulator.
using Instant = std::chrono::nanoseconds;

/// The only way to ask for the time.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const noexcept = 0;
};

}  // namespace offhook
