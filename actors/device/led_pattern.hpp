// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hal/leds.hpp"
#include "hal/types.hpp"

namespace offhook::device {

using hal::LedId;

enum class LedColour : std::uint8_t { dark, red, green, amber };

/// A flash is lit for its time and dark for the same time.
enum class Rhythm : std::uint8_t {
  steady,
  fast_flash,     ///< 200 ms: incoming call, monitored user is called
  ring_flash,     ///< 300 ms: power LED while ringing
  slow_flash,     ///< 500 ms: call on hold
  slow_flash_1s,  ///< 1 s: messages, parked call
};

/// What an LED shows. Steady dark is off, the default.
struct LedPattern {
  LedColour colour = LedColour::dark;
  Rhythm rhythm = Rhythm::steady;
  friend bool operator==(LedPattern, LedPattern) = default;
};

inline constexpr LedPattern led_off{};
constexpr LedPattern steady(LedColour colour) { return {colour, Rhythm::steady}; }
constexpr LedPattern fast_flash(LedColour colour) { return {colour, Rhythm::fast_flash}; }
constexpr LedPattern ring_flash(LedColour colour) { return {colour, Rhythm::ring_flash}; }
constexpr LedPattern slow_flash(LedColour colour) { return {colour, Rhythm::slow_flash}; }
constexpr LedPattern slow_flash_1s(LedColour colour) { return {colour, Rhythm::slow_flash_1s}; }

hal::Rgb rgb_of(LedColour colour);

/// Lit and dark times; nullopt for steady.
std::optional<hal::BlinkPeriod> blink_of(Rhythm rhythm);

/// "off", "red", "green", "amber".
std::string_view name_of(LedColour colour);
/// "off" for an LED that is dark, else "steady", "fast_flash", "ring_flash", "slow_flash",
/// "slow_flash_1s".
std::string_view rhythm_name(LedPattern pattern);

/// The pattern with those two names; nullopt for unknown ones, and for a dark flash.
std::optional<LedPattern> led_pattern_named(std::string_view colour, std::string_view rhythm);

/// "power", "message", "headset", "speaker", "mute", "call", "ring", "line1", "key1" for the first
/// programmable key. Nullopt for a number without a meaning.
std::optional<std::string> led_name(LedId led);
std::optional<LedId> led_named(std::string_view name);

}  // namespace offhook::device
