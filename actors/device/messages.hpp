// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/base/clock.hpp"
#include "actors/device/audio_outputs.hpp"
#include "actors/device/audio_path.hpp"
#include "actors/device/hook_debounce.hpp"
#include "actors/device/led_pattern.hpp"
#include "actors/device/ring_cadence.hpp"
#include "actors/device/volume.hpp"

namespace offhook::device {

// What comes up from the board, before any interpretation.
struct RawHook {
  HookPosition position = HookPosition::on_hook;
  Instant at{};
};
struct RawKey {
  std::uint32_t code = 0;  ///< enum offhook_key of hal/include/offhook/keypad.h
  bool down = false;
  Instant at{};
};

// What the devices tell the phone.

/// The hook switch settled after debouncing. `at` is phone time, not wall time.
struct HookChanged {
  HookPosition position = HookPosition::on_hook;
  Instant at{};
};
/// `key` is its name: "5", "#", "HOLD", "L1", "F1" (keypad_layout.hpp).
struct KeyPressed {
  std::string key;
  Instant at{};
};
struct KeyReleased {
  std::string key;
  std::chrono::milliseconds held{};
};
/// A part of the board failed; the phone goes on without it.
struct DeviceFailed {
  std::string device_id;
  std::string why;
};

using DeviceListener = act::ref<act::result<void>(HookChanged), act::result<void>(KeyPressed),
                                act::result<void>(KeyReleased), act::result<void>(DeviceFailed)>;

// Orders to the devices.

/// Replaces whatever `led` was showing.
struct ShowLed {
  LedId led;
  LedPattern pattern;
};
/// A sound to ring with: mono, signed 16 bit, 8 kHz.
using RingFile = std::shared_ptr<const std::vector<std::int16_t>>;
/// Plays ring `tone` in its cadence until told to stop. The same order again with another tone or
/// volume changes them without a new beginning.
struct StartRinging {
  std::uint32_t tone = 1;  ///< 1 to 8; `silent_ring` and `splash_ring` of alert_info.hpp
  std::uint32_t volume = 8;
  std::optional<RingCadence> cadence{};  ///< nullopt: the country's
  /// Through the outputs that ring (SetRingOutput), even where the board has a ringer.
  bool by_engine = false;
  /// Over and over in place of tone and cadence, through the loudspeaker even where the board has a
  /// ringer; null for none.
  RingFile file{};
  friend bool operator==(const StartRinging&, const StartRinging&) = default;
};
struct StopRinging {};
/// Replaces the page: rows from the top, labels of the soft keys from the left.
struct ShowPage {
  std::vector<std::string> lines;
  std::vector<std::string> soft_keys;
};
/// Microphone and speaker the person uses now; `none` opens nothing.
struct UseAudioPath {
  AudioPath path = AudioPath::none;
  bool group_listening = false;  ///< loudspeaker besides handset or headset
};
/// The engine rings, so the loudspeaker must be open for it.
struct RingAloud {
  bool ringing = false;
};
struct SetRingOutput {
  RingOutput output = RingOutput::speaker;
};
/// Replaces them all; the ring's is that of rings by the engine.
struct SetVolumes {
  Volumes volumes;
};
/// The ring's alone, which each ring may change.
struct SetRingVolume {
  VolumeStep step = nominal_volume;
};
struct SetPathMute {
  bool muted = false;
};

struct QueryHook {};

using HookSwitch = act::ref<act::result<void>(RawHook), act::result<HookChanged>(QueryHook)>;
using Keypad = act::ref<act::result<void>(RawKey)>;
using LedPanel = act::ref<act::result<void>(ShowLed)>;
using Ringer = act::ref<act::result<void>(StartRinging), act::result<void>(StopRinging)>;
using Display = act::ref<act::result<void>(ShowPage)>;
/// Which endpoint of the board the engine's sound comes from and goes to.
using AudioRoute = act::ref<act::result<void>(UseAudioPath), act::result<void>(SetPathMute),
                            act::result<void>(RingAloud), act::result<void>(SetRingOutput),
                            act::result<void>(SetVolumes), act::result<void>(SetRingVolume)>;
/// Ear-piece and microphone of the handset: gain and presence.
struct SetHandsetVolume {
  std::int32_t centibel = 0;  ///< hundredths of a decibel, 0 = nominal
};
using Handset = act::ref<act::result<void>(SetHandsetVolume)>;
/// Sound processing of board or engine; thin for now: what the board offers is switched on.
struct EnableDsp {
  AudioPath path = AudioPath::none;
};
struct DspState {
  std::uint32_t offered = 0;  ///< enum offhook_dsp_function
  std::uint32_t enabled = 0;
};
using Dsp = act::ref<act::result<DspState>(EnableDsp)>;

/// The board has events waiting; comes from any thread.
struct BoardWoke {};
/// Starts the board and hands its events to the devices above.
using BoardLink = act::ref<act::result<void>(BoardWoke)>;

// Timers, which an actor sends to itself. `turn` tells a timer of the present pattern from one that
// had already fired when the pattern changed.
struct HookSettled {};
struct BlinkTurned {
  LedId led;
  std::uint64_t turn = 0;
};
struct RingTurned {
  std::uint64_t turn = 0;
};

}  // namespace offhook::device

#include "actors/device/type_ids.hpp"
