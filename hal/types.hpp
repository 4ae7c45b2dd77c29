// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>

#include "offhook/audio.h"
#include "offhook/hook.h"
#include "offhook/keypad.h"
#include "offhook/leds.h"

namespace offhook::hal {

/// Which hook switch: under the handset, or the headset's own.
enum class HookId : std::uint32_t { cradle = OFFHOOK_HOOK_CRADLE, headset = OFFHOOK_HOOK_HEADSET };

enum class HookPosition : std::uint8_t { on_hook, off_hook };

/// What can be plugged in and pulled out of a running board.
enum class Device : std::uint32_t {
  handset = OFFHOOK_DEVICE_HANDSET,
  headset = OFFHOOK_DEVICE_HEADSET,
  expansion = OFFHOOK_DEVICE_EXPANSION
};

/// The part of the board that a fault concerns.
enum class Part : std::uint32_t {
  board = OFFHOOK_PART_BOARD,
  hook = OFFHOOK_PART_HOOK,
  keypad = OFFHOOK_PART_KEYPAD,
  leds = OFFHOOK_PART_LEDS,
  ringer = OFFHOOK_PART_RINGER,
  display = OFFHOOK_PART_DISPLAY,
  audio = OFFHOOK_PART_AUDIO
};

/// A microphone and the speaker beside it.
enum class AudioEndpoint : std::uint32_t {
  handset = OFFHOOK_ENDPOINT_HANDSET,
  headset = OFFHOOK_ENDPOINT_HEADSET,
  speaker = OFFHOOK_ENDPOINT_SPEAKER
};

enum class Direction : std::uint32_t {
  microphone = OFFHOOK_DIRECTION_MICROPHONE,
  speaker = OFFHOOK_DIRECTION_SPEAKER
};

/// What is printed on a key: the character itself, or a code of offhook/keypad.h.
struct KeyCode {
  std::uint32_t value = 0;
  friend auto operator<=>(KeyCode, KeyCode) = default;
};

/// A key of the dial: '0' to '9', '*', '#'.
constexpr KeyCode dial_key(char printed) { return {static_cast<std::uint32_t>(printed)}; }
/// Numbered from 1.
constexpr KeyCode soft_key(unsigned n) { return {OFFHOOK_KEY_SOFT(n)}; }
constexpr KeyCode line_key(unsigned n) { return {OFFHOOK_KEY_LINE(n)}; }
constexpr KeyCode dss_key(unsigned n) { return {OFFHOOK_KEY_DSS(n)}; }

/// An indicator: a code of offhook/leds.h.
struct LedId {
  std::uint32_t value = 0;
  friend auto operator<=>(LedId, LedId) = default;
};

inline constexpr LedId power_led{OFFHOOK_LED_POWER};
inline constexpr LedId message_led{OFFHOOK_LED_MESSAGE};
inline constexpr LedId headset_led{OFFHOOK_LED_HEADSET};
inline constexpr LedId speaker_led{OFFHOOK_LED_SPEAKER};
inline constexpr LedId mute_led{OFFHOOK_LED_MUTE};
inline constexpr LedId call_led{OFFHOOK_LED_CALL};
inline constexpr LedId ring_led{OFFHOOK_LED_RING};
/// Numbered from 1.
constexpr LedId line_led(unsigned n) { return {OFFHOOK_LED_LINE(n)}; }
constexpr LedId dss_led(unsigned n) { return {OFFHOOK_LED_DSS(n)}; }

/// 0xRRGGBB; 0 is dark.
struct Rgb {
  std::uint32_t value = 0;
  friend auto operator<=>(Rgb, Rgb) = default;
};

}  // namespace offhook::hal
