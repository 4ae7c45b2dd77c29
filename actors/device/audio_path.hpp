// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "hal/types.hpp"

namespace offhook::device {

/// Which microphone and speaker the person uses.
enum class AudioPath : std::uint8_t { none, handset, headset, speaker };

/// "none", "handset", "headset", "speaker".
std::string_view name_of(AudioPath path);
/// Nullopt for none.
std::optional<hal::AudioEndpoint> endpoint_of(AudioPath path);

/// Where sound goes and whether the handset lies in its cradle, which speaker and headset keys
/// leave alone.
enum class PathState : std::uint8_t {
  none,            ///< handset in the cradle
  handset,         ///< lifted
  headset,         ///< handset in the cradle
  headset_lifted,  ///< handset off, but not used
  speaker,
  speaker_lifted,
};
AudioPath path_of(PathState state);
/// Handset or headset: the loudspeaker may sound besides.
constexpr bool is_in_ear(AudioPath path) {
  return path == AudioPath::handset || path == AudioPath::headset;
}
bool is_lifted(PathState state);

/// What the phone as a whole does: it decides what lifting the handset means.
enum class PathPhase : std::uint8_t {
  idle,     ///< no call, no dial tone
  ringing,  ///< a call comes in and none is in use
  in_use,   ///< dial tone, dialling, a call in any state, or the tone after one
};

enum class PathInput : std::uint8_t {
  lift,
  replace,
  replace_to_headset,  ///< replace, where the headset takes over what the handset ends
  speaker_key,
  headset_key,
  headset_mode_key,  ///< headset key, where it only chooses the path of the next call
  go_hands_free,     ///< by program: dialling on hook, auto answer
  go_headset,        ///< the same, in headset mode
  call_over,         ///< nothing is left that needs a path
};

/// What follows for calls; the phone decides how.
enum class PathEffect : std::uint8_t {
  none,
  seize_line,  ///< dial tone
  answer,
  end_call,
  toggle_headset_mode,
};

struct PathStep {
  PathState next;
  PathEffect effect;
  friend bool operator==(PathStep, PathStep) = default;
};

/// What `input` leads to. Mute is no part of it: it stays over every change of path.
PathStep next_path(PathPhase phase, PathState state, PathInput input);

/// How the headset takes part.
struct HeadsetSettings {
  bool preferred = false;  ///< its key chooses the path of the next call instead of opening a line
  bool mode = false;       ///< and it has been chosen
};

/// The inputs of a person, by what the headset settings make of them.
PathInput replace_input(const HeadsetSettings& settings);
PathInput headset_key_input(const HeadsetSettings& settings, PathPhase phase);

}  // namespace offhook::device
