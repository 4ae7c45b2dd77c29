// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "actors/device/audio_path.hpp"
#include "actors/device/led_pattern.hpp"

namespace offhook::device {

/// What a line key stands for now. A line whose account is not registered is `idle`: the display
/// tells it by an icon.
enum class LineState : std::uint8_t {
  idle,
  seized,    ///< dial tone, dialling
  incoming,  ///< being called
  talking,
  held,  ///< put on hold by this phone
};

/// A user watched by a programmable key (RFC 4235).
enum class WatchedState : std::uint8_t {
  unknown,
  idle,
  ringing,
  dialling,
  talking,
  holding,
  parked
};

/// How watched users are shown on keys with red and green: `idle_green` is the factory setting.
enum class WatchMode : std::uint8_t { idle_green, idle_off, idle_off_2, ringing_green };

/// A line that several phones share, as this phone sees it.
enum class SharedState : std::uint8_t {
  idle,
  incoming,
  in_use,  ///< seized, dialling or talking
  barged,  ///< another party joined
  public_hold,
  private_hold,
  all_hold,  ///< a call of several parties, all of them holding
};
/// Whether this phone takes part in the call on a shared line.
enum class SharedRole : std::uint8_t { local, monitoring };

/// Everything that any indicator of the phone depends on.
struct IndicatorState {
  bool starting = false;  ///< not ready for calls yet
  std::vector<LineState> lines{};
  std::vector<WatchedState> watched{};  ///< by programmable key
  bool held_by_peer = false;            ///< the call in focus
  bool muted = false;
  bool messages = false;  ///< new voice mail
  bool missed_calls = false;
  AudioPath path = AudioPath::none;
  bool headset_mode = false;  ///< the next call goes to the headset
  friend bool operator==(const IndicatorState&, const IndicatorState&) = default;
};

/// Which conditions the power LED shows. The values are those of a phone as delivered.
struct PowerLedSettings {
  bool idle = false;
  bool ringing = true;
  bool muted = false;
  bool hold = false;
  bool talking = false;
  bool messages = true;
  bool missed_calls = true;
};

/// What the power LED shows: the first that applies of starting, ringing, mute, hold, talking,
/// messages, missed calls, idle. A condition that is switched off lets the next one through.
LedPattern power_pattern(const IndicatorState& state, const PowerLedSettings& settings = {});

LedPattern line_pattern(LineState state);
LedPattern watched_pattern(WatchedState state, WatchMode mode = WatchMode::idle_green);
/// For keys without red, which know two modes only: idle_green and the others.
LedPattern watched_pattern_green(WatchedState state, WatchMode mode = WatchMode::idle_green);
LedPattern shared_line_pattern(SharedState state, SharedRole role);

/// The whole phone: what each LED shows, including those that are off. LEDs the board lacks are
/// refused by the panel, which is harmless.
std::map<LedId, LedPattern> indicators(const IndicatorState& state,
                                       const PowerLedSettings& settings = {},
                                       WatchMode mode = WatchMode::idle_green);

}  // namespace offhook::device
