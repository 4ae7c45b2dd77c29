// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "actors/base/status.hpp"
#include "hal/capability.hpp"
#include "hal/types.hpp"

namespace offhook::hal {

/// How long a blinking LED is lit and dark.
struct BlinkPeriod {
  std::chrono::milliseconds on;
  std::chrono::milliseconds off;
  friend bool operator==(const BlinkPeriod&, const BlinkPeriod&) = default;
};

class Leds : public Capability<offhook_leds> {
 public:
  using Capability::Capability;

  [[nodiscard]] bool has(LedId led) const;
  /// The board blinks by itself; if not, blink() is refused and the caller keeps time with set().
  [[nodiscard]] bool can_blink() const { return offers(&offhook_leds::blink); }
  /// The colour channels as a mask: 0x00ff00 = green only. Dark if there is no such LED.
  [[nodiscard]] Rgb channels(LedId led) const;
  /// Steadily, ending a blink. NotFound if there is no such LED.
  absl::Status set(LedId led, Rgb colour) const;
  /// Beginning now, lit. Unimplemented without a blink engine.
  absl::Status blink(LedId led, Rgb colour, BlinkPeriod period) const;
};

}  // namespace offhook::hal
