// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/led_policy.hpp"

#include <algorithm>
#include <array>

#include "actors/base/status.hpp"

namespace offhook::device {

namespace {

using enum LedColour;

bool any(const IndicatorState& state, LineState wanted) {
  return std::find(state.lines.begin(), state.lines.end(), wanted) != state.lines.end();
}

bool busy(const IndicatorState& state) {
  return any(state, LineState::seized) || any(state, LineState::talking);
}

// clang-format off
struct WatchedRow {
  WatchedState state;
  std::array<LedPattern, 4> by_mode;
};

constexpr auto watched_table = std::to_array<WatchedRow>({
    {WatchedState::unknown,  {led_off,            led_off,            led_off,            led_off}},
    {WatchedState::idle,     {steady(green),      led_off,            led_off,            led_off}},
    {WatchedState::ringing,  {fast_flash(red),    fast_flash(red),    fast_flash(red),    fast_flash(green)}},
    {WatchedState::dialling, {steady(red),        steady(red),        steady(red),        steady(red)}},
    {WatchedState::talking,  {steady(red),        steady(red),        steady(red),        steady(red)}},
    {WatchedState::holding,  {steady(red),        steady(red),        steady(red),        steady(red)}},
    {WatchedState::parked,   {slow_flash_1s(red), slow_flash_1s(red), slow_flash_1s(red), slow_flash_1s(red)}},
});

struct GreenRow {
  WatchedState state;
  LedPattern idle_green;
  LedPattern idle_off;
};

constexpr auto green_table = std::to_array<GreenRow>({
    {WatchedState::unknown,  led_off,              led_off},
    {WatchedState::idle,     steady(green),        led_off},
    {WatchedState::ringing,  fast_flash(green),    fast_flash(green)},
    {WatchedState::dialling, slow_flash(green),    steady(green)},
    {WatchedState::talking,  slow_flash(green),    steady(green)},
    {WatchedState::holding,  slow_flash(green),    slow_flash(green)},
    {WatchedState::parked,   slow_flash_1s(green), slow_flash_1s(green)},
});

struct SharedRow {
  SharedState state;
  LedPattern local;
  LedPattern monitoring;
};

constexpr auto shared_table = std::to_array<SharedRow>({
    {SharedState::idle,         led_off,           led_off},
    {SharedState::incoming,     fast_flash(green), fast_flash(green)},
    {SharedState::in_use,       steady(green),     steady(red)},
    {SharedState::barged,       steady(green),     steady(red)},
    {SharedState::public_hold,  slow_flash(green), slow_flash(red)},
    {SharedState::private_hold, slow_flash(green), steady(red)},
    {SharedState::all_hold,     slow_flash(green), steady(red)},
});
// clang-format on

template <class Table, class State>
const auto& row(const Table& table, State state) {
  const auto& found = table.at(static_cast<std::size_t>(state));
  OFFHOOK_CHECK(found.state == state);  // rows stand in the order of the enum
  return found;
}

}  // namespace

LedPattern power_pattern(const IndicatorState& state, const PowerLedSettings& settings) {
  if (state.starting) return steady(red);
  const bool on_hold = any(state, LineState::held) || state.held_by_peer;
  if (settings.ringing && any(state, LineState::incoming)) return ring_flash(red);
  if (settings.muted && state.muted) return fast_flash(red);
  if (settings.hold && on_hold) return fast_flash(red);
  if (settings.talking && busy(state)) return steady(red);
  if (settings.messages && state.messages) return slow_flash_1s(red);
  if (settings.missed_calls && state.missed_calls) return slow_flash_1s(red);
  return settings.idle ? steady(red) : led_off;
}

LedPattern line_pattern(LineState state) {
  switch (state) {
    case LineState::seized:
    case LineState::talking:
      return steady(green);
    case LineState::incoming:
      return fast_flash(green);
    case LineState::held:
      return slow_flash(green);
    case LineState::idle:
      break;
  }
  return led_off;
}

LedPattern watched_pattern(WatchedState state, WatchMode mode) {
  return row(watched_table, state).by_mode.at(static_cast<std::size_t>(mode));
}

LedPattern watched_pattern_green(WatchedState state, WatchMode mode) {
  const auto& found = row(green_table, state);
  return mode == WatchMode::idle_green ? found.idle_green : found.idle_off;
}

LedPattern shared_line_pattern(SharedState state, SharedRole role) {
  const auto& found = row(shared_table, state);
  return role == SharedRole::local ? found.local : found.monitoring;
}

std::map<LedId, LedPattern> indicators(const IndicatorState& state,
                                       const PowerLedSettings& settings, WatchMode mode) {
  const auto lit_if = [](bool condition, LedPattern pattern) {
    return condition ? pattern : led_off;
  };
  const bool headset = state.headset_mode || state.path == AudioPath::headset;
  const bool in_call = busy(state) || any(state, LineState::held);
  std::map<LedId, LedPattern> shown = {
      {hal::power_led, power_pattern(state, settings)},
      {hal::message_led, lit_if(state.messages, slow_flash_1s(red))},
      {hal::headset_led, lit_if(headset, steady(green))},
      {hal::speaker_led, lit_if(state.path == AudioPath::speaker, steady(green))},
      {hal::mute_led, lit_if(state.muted, steady(red))},
      {hal::call_led, lit_if(in_call, steady(green))},
      {hal::ring_led, lit_if(any(state, LineState::incoming), steady(green))},
  };
  for (unsigned n = 0; n < state.lines.size(); ++n)
    shown[hal::line_led(n + 1)] = line_pattern(state.lines[n]);
  for (unsigned n = 0; n < state.watched.size(); ++n)
    shown[hal::dss_led(n + 1)] = watched_pattern(state.watched[n], mode);
  return shown;
}

}  // namespace offhook::device
