// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/presentation.hpp"

#include <algorithm>

namespace offhook::phone {
namespace {

using call::CallState;
using device::AudioPath;
using device::LineState;

/// A call on hold is neither heard nor spoken into, although its stream may run.
bool is_audible(const call::CallSnapshot& call, EarlyMedia early) {
  return call.state == CallState::connected || call.state == CallState::held_remote ||
         (call.early_media && (call::is_established(call.state) || early != EarlyMedia::ours));
}

/// What the ear hears while digits are awaited.
media::Tone dial_tone(const DeskState& state, const PageContext& context) {
  if (state.purpose != DialPurpose::call) return media::Tone::dial_recall;
  if (context.messages) return media::Tone::message;
  return context.do_not_disturb || !context.forwarded_to.empty() ? media::Tone::special_dial
                                                                 : media::Tone::dial;
}

std::optional<media::Tone> tone_of(const DeskState& state, const PageContext& context) {
  if (state.audio_path() == AudioPath::none) return std::nullopt;
  if (state.dialled) {
    if (context.second_dial_tone) return media::Tone::secondary_dial;
    const bool asks = state.dialled->empty() && state.purpose != DialPurpose::forward;
    return asks ? std::optional(dial_tone(state, context)) : std::nullopt;
  }
  const auto* call = state.focused();
  if (call != nullptr && call->state == CallState::ringing_out &&
      (!call->early_media || context.early_media != EarlyMedia::theirs))
    return media::Tone::ringback;
  const bool speaks = state.paging || (call != nullptr && call::is_established(call->state));
  if (speaks && state.ringing() != nullptr)
    return context.call_waiting_tone ? std::optional(media::Tone::call_waiting) : std::nullopt;
  return state.failure;
}

LineState line_state(const DeskState& state, const call::CallSnapshot& call) {
  if (call.state == CallState::ringing_in && call.call_id != state.focus)
    return LineState::incoming;
  if (holds_here(call.state)) return LineState::held;
  return call::is_established(call.state) ? LineState::talking : LineState::seized;
}

/// The line key under the dial tone: the one that was pressed, else the first that is free.
std::size_t seized_line(const DeskState& state,
                        const std::vector<const call::CallSnapshot*>& calls) {
  if (!(state.dialled || state.placing) || state.purpose == DialPurpose::forward)
    return calls.size();
  if (state.line) return *state.line;
  for (std::size_t n = 0; n < calls.size(); ++n)
    if (calls[n] == nullptr && state.is_free(state.lines[n])) return n;
  return calls.size();
}

std::vector<LineState> lines_of(const DeskState& state) {
  const auto calls = state.calls_at_lines();
  const auto seized = seized_line(state, calls);
  std::vector<LineState> lines;
  for (std::size_t n = 0; n < calls.size(); ++n) {
    if (calls[n] != nullptr)
      lines.push_back(line_state(state, *calls[n]));
    else
      lines.push_back(n == seized ? LineState::seized : LineState::idle);
  }
  return lines;
}

/// The keys of shared lines where no call of ours is: what the other phones do there.
void show_other_phones(const DeskState& state, Presentation& shown) {
  const auto calls = state.calls_at_lines();
  const auto seized = seized_line(state, calls);
  for (std::size_t n = 0; n < calls.size(); ++n)
    if (const auto* others = state.shared_at(state.lines[n]);
        others != nullptr && calls[n] == nullptr && n != seized)
      shown.leds[hal::line_led(static_cast<unsigned>(n + 1))] =
          others->lamp(state.lines[n].appearance);
}

/// A page is heard wherever the person listens, else aloud.
AudioPath path_in_use(const DeskState& state) {
  const auto path = state.audio_path();
  if (path != AudioPath::none || state.page_heard.empty()) return path;
  return state.headset_mode ? AudioPath::headset : AudioPath::speaker;
}

device::IndicatorState indicators_of(const DeskState& state, const PageContext& context) {
  device::IndicatorState shown;
  shown.lines = lines_of(state);
  const auto* call = state.focused();
  shown.held_by_peer = call != nullptr && (call->state == CallState::held_remote ||
                                           call->state == CallState::held_both);
  shown.muted = state.muted;
  shown.missed_calls = context.missed_calls > 0;
  shown.messages = context.messages;
  shown.headset_mode = state.headset_mode;
  shown.path = path_in_use(state);
  return shown;
}

void set_page_volume(Presentation& shown, device::VolumeStep volume) {
  for (auto* path : {&shown.volumes.handset, &shown.volumes.headset, &shown.volumes.speaker})
    path->speech = volume;
}

}  // namespace

Presentation present(const DeskState& state, const PageContext& context) {
  Presentation shown;
  shown.tone = tone_of(state, context);
  // A phone in use does not ring aloud: the waiting call is a tone in the ear.
  const bool rings = state.ringing() != nullptr || !state.recall.empty() || state.rings_back();
  const bool unused = state.focused() == nullptr && !state.dialled && !state.paging;
  shown.ringing = rings && unused;
  shown.splash = !rings && unused && state.alert && state.alert->sounds;
  shown.path = path_in_use(state);
  shown.muted = state.muted;
  shown.group_listening = state.group_listening;
  shown.volumes = state.volumes;
  shown.paging = state.paging.value_or("");
  if (!state.page_heard.empty()) set_page_volume(shown, context.page_volume);
  const auto hear = [&](std::string_view call_id) {
    if (const auto* call = state.find(call_id);
        call != nullptr && is_audible(*call, context.early_media))
      shown.audible.insert(call->call_id);
  };
  hear(state.focus);
  for (const auto& member : state.conference) hear(member);
  shown.leds = device::indicators(indicators_of(state, context), context.power_led);
  show_other_phones(state, shown);
  for (const auto& [led, pattern] : context.key_lamps) shown.leds[led] = pattern;
  for (const auto& [led, pattern] : context.watch_lamps) shown.leds[led] = pattern;
  shown.page = page_of(state, context);
  return shown;
}

LedInfo led_info(device::LedId led, device::LedPattern pattern) {
  return {device::led_name(led).value_or("led" + std::to_string(led.value)),
          std::string(device::name_of(pattern.colour)), std::string(device::rhythm_name(pattern))};
}

}  // namespace offhook::phone
