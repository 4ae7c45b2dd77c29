// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>

#include "actors/device/audio_path.hpp"
#include "hal/types.hpp"

namespace offhook::device {

/// Where the phone rings when it has no ringer of its own.
enum class RingOutput : std::uint8_t { speaker, headset, both };

/// What a loudspeaker plays besides the person's own path.
struct OutputUse {
  bool talk = false;
  bool ring = false;
  friend bool operator==(OutputUse, OutputUse) = default;
};

/// What decides about the outputs.
struct OutputWish {
  AudioPath path = AudioPath::none;
  bool group_listening = false;  ///< loudspeaker too, while on handset or headset
  bool ringing = false;          ///< aloud, by the engine
  RingOutput ring_output = RingOutput::speaker;
  bool shared_codec = false;  ///< the board routes one opened endpoint to several speakers
  std::set<hal::AudioEndpoint> present;
};

/// What is open and what it plays. The main endpoint is the person's path; the two places beside it
/// are the loudspeaker (0) and the headset (1), opened only where the board does not route.
struct OutputPlan {
  std::optional<hal::AudioEndpoint> main;
  bool main_rings = false;
  std::array<std::optional<OutputUse>, 2> beside;
  /// For boards that route: the speakers that hear what the open endpoint plays, and that endpoint.
  std::optional<hal::AudioEndpoint> routed_from;
  std::set<hal::AudioEndpoint> routed_to;
  friend bool operator==(const OutputPlan&, const OutputPlan&) = default;
};

inline constexpr std::array<hal::AudioEndpoint, 2> endpoints_beside{hal::AudioEndpoint::speaker,
                                                                    hal::AudioEndpoint::headset};

[[nodiscard]] OutputPlan plan_outputs(const OutputWish& wish);

}  // namespace offhook::device
