// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/presentation.hpp"

#include <algorithm>

namespace offhook::phone {
namespace {

using call::CallState;
using device::AudioPath;
using device::LineState;

/// A call on hold is neither heard nor spoken into, although its stream may run.
bool is_audible(const call::CallSnapshot& call) {
  return call.state == CallState::connected || call.state == CallState::held_remote ||
         call.early_media;
}

std::optional<media::Tone> tone_of(const DeskState& state) {
  if (state.audio_path() == AudioPath::none) return std::nullopt;
  if (state.dialled) {
    if (state.dialled->empty()) return media::Tone::dial;
    return std::nullopt;
  }
  const auto* call = state.focused();
  if (call != nullptr && call->state == CallState::ringing_out && !call->early_media)
    return media::Tone::ringback;
  if (call != nullptr && call::is_established(call->state) && state.ringing() != nullptr)
    return media::Tone::call_waiting;
  return state.failure;
}

/// One line key: the call that asks for attention most decides.
LineState line_of(const DeskState& state) {
  if (state.ringing() != nullptr) return LineState::incoming;
  if (const auto* call = state.focused()) {
    if (call->state == CallState::held_local || call->state == CallState::held_both)
      return LineState::held;
    return call::is_established(call->state) ? LineState::talking : LineState::seized;
  }
  const bool holding = std::any_of(state.calls.begin(), state.calls.end(), [](const auto& call) {
    return call.state == CallState::held_local || call.state == CallState::held_both;
  });
  if (holding) return LineState::held;
  return state.dialled || state.placing ? LineState::seized : LineState::idle;
}

device::IndicatorState indicators_of(const DeskState& state) {
  device::IndicatorState shown;
  shown.lines = {line_of(state)};
  const auto* call = state.focused();
  shown.held_by_peer = call != nullptr && (call->state == CallState::held_remote ||
                                           call->state == CallState::held_both);
  shown.muted = state.muted;
  shown.headset_mode = state.headset_mode;
  shown.path = state.audio_path();
  return shown;
}

}  // namespace

Presentation present(const DeskState& state, const PageContext& context) {
  Presentation shown;
  shown.tone = tone_of(state);
  // A phone in use does not ring aloud: the waiting call is a tone in the ear.
  shown.ringing = state.ringing() != nullptr && state.focused() == nullptr && !state.dialled;
  shown.path = state.audio_path();
  shown.muted = state.muted;
  if (const auto* call = state.focused(); call != nullptr && is_audible(*call))
    shown.audible = call->call_id;
  shown.leds = device::indicators(indicators_of(state));
  shown.page = page_of(state, context);
  return shown;
}

LedInfo led_info(device::LedId led, device::LedPattern pattern) {
  return {device::led_name(led).value_or("led" + std::to_string(led.value)),
          std::string(device::name_of(pattern.colour)), std::string(device::rhythm_name(pattern))};
}

}  // namespace offhook::phone
