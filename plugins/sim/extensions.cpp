// SPDX-License-Identifier: GPL-3.0-or-later
// The C border, the phone's side: one table a capability, one line or two a function.
#include "extensions.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "offhook/audio.h"
#include "offhook/display.h"
#include "offhook/hook.h"
#include "offhook/keypad.h"
#include "offhook/leds.h"
#include "offhook/ringer.h"
#include "sim_board.hpp"

namespace offhook::plugins::sim {

namespace {

/// The board, or why `part` of it does not work now: `if (…; error) return error`.
int fault(offhook_board* board, offhook_part part) { return SimBoard::of(board).fault(part); }

int hook_position(offhook_board* board, uint32_t hook) noexcept {
  if (const int error = fault(board, OFFHOOK_PART_HOOK)) return error;
  if (hook >= OFFHOOK_HOOK_COUNT) return -ENODEV;
  return SimBoard::of(board).panel().off_hook[hook] ? 1 : 0;
}

int hook_plugged(offhook_board* board, uint32_t device) noexcept {
  const auto& plugged = SimBoard::of(board).panel().plugged;
  if (device >= plugged.size()) return -ENODEV;
  return plugged[device] ? 1 : 0;
}

uint32_t hook_debounced_ms(offhook_board*, uint32_t) noexcept { return 0; }

constexpr offhook_hook hook_table{sizeof hook_table, 0, hook_position, hook_plugged,
                                  hook_debounced_ms};

int keypad_has_key(offhook_board* board, uint32_t code) noexcept {
  return SimBoard::of(board).panel().has_key(code) ? 1 : 0;
}

int keypad_is_down(offhook_board* board, uint32_t code) noexcept {
  if (const int error = fault(board, OFFHOOK_PART_KEYPAD)) return error;
  const auto& panel = SimBoard::of(board).panel();
  return panel.has_key(code) ? (panel.is_down(code) ? 1 : 0) : -ENODEV;
}

constexpr offhook_keypad keypad_table{sizeof keypad_table, 0, keypad_has_key, keypad_is_down};

int leds_has_led(offhook_board* board, uint32_t led) noexcept {
  return SimBoard::of(board).panel().led(led) != nullptr ? 1 : 0;
}

int show_led(offhook_board* board, uint32_t led, FrontPanel::Led shown) {
  if (const int error = fault(board, OFFHOOK_PART_LEDS)) return error;
  auto& self = SimBoard::of(board);
  return self.answer(self.panel().set_led(led, shown), OFFHOOK_SIM_CHANGED_LED, led, -ENODEV);
}

int leds_set(offhook_board* board, uint32_t led, uint32_t rgb) noexcept {
  return show_led(board, led, {.rgb = rgb});
}

int leds_blink(offhook_board* board, uint32_t led, uint32_t rgb, uint32_t on_ms,
               uint32_t off_ms) noexcept {
  if (on_ms == 0 || off_ms == 0) return -EINVAL;
  return show_led(board, led, {.rgb = rgb, .on_ms = on_ms, .off_ms = off_ms});
}

uint32_t leds_channels(offhook_board* board, uint32_t led) noexcept {
  return SimBoard::of(board).panel().channels(led);
}

constexpr offhook_leds leds_table{sizeof leds_table, 0,          leds_has_led,
                                  leds_set,          leds_blink, leds_channels};
constexpr offhook_leds leds_without_blink{
    sizeof leds_without_blink, 0, leds_has_led, leds_set, nullptr, leds_channels};

int show_ring(offhook_board* board, FrontPanel::Ring ring) {
  if (const int error = fault(board, OFFHOOK_PART_RINGER)) return error;
  auto& self = SimBoard::of(board);
  return self.answer(self.panel().set_ring(ring), OFFHOOK_SIM_CHANGED_RINGER, 0, -EINVAL);
}

int ringer_start(offhook_board* board, uint32_t tone, uint32_t volume) noexcept {
  return show_ring(board, {.sounding = true, .tone = tone, .volume = volume});
}

int ringer_stop(offhook_board* board) noexcept { return show_ring(board, {}); }

constexpr offhook_ringer ringer_table{sizeof ringer_table, 0, ringer_start, ringer_stop};

int display_size(offhook_board* board, offhook_display_size* size) noexcept {
  const auto& settings = SimBoard::of(board).settings();
  const offhook_display_size whole{size->struct_size, settings.columns, settings.rows,
                                   settings.soft_keys};
  // An older host has a shorter struct: fill what it has.
  std::memcpy(size, &whole, std::min<std::size_t>(size->struct_size, sizeof whole));
  return 0;
}

int display_set_line(offhook_board* board, uint32_t row, const char* utf8) noexcept {
  if (const int error = fault(board, OFFHOOK_PART_DISPLAY)) return error;
  auto& self = SimBoard::of(board);
  return self.answer(self.panel().set_row(row, utf8), OFFHOOK_SIM_CHANGED_LINE, row, -EINVAL);
}

int display_set_soft_key(offhook_board* board, uint32_t key, const char* utf8) noexcept {
  if (const int error = fault(board, OFFHOOK_PART_DISPLAY)) return error;
  auto& self = SimBoard::of(board);
  return self.answer(self.panel().set_soft_key(key, utf8), OFFHOOK_SIM_CHANGED_SOFT_KEY, key,
                     -EINVAL);
}

int display_set_backlight(offhook_board* board, uint32_t percent) noexcept {
  if (const int error = fault(board, OFFHOOK_PART_DISPLAY)) return error;
  auto& self = SimBoard::of(board);
  return self.answer(self.panel().set_backlight(percent), OFFHOOK_SIM_CHANGED_BACKLIGHT, percent,
                     -EINVAL);
}

constexpr offhook_display display_table{sizeof display_table, 0,
                                        display_size,         display_set_line,
                                        display_set_soft_key, display_set_backlight};

int audio_has_endpoint(offhook_board*, uint32_t endpoint) noexcept {
  return endpoint < OFFHOOK_ENDPOINT_COUNT ? 1 : 0;
}

/// Performs `action` on the sound card and tells of it if it worked.
template <class Action>
int change_sound(offhook_board* board, uint32_t endpoint, Action action) {
  if (const int error = fault(board, OFFHOOK_PART_AUDIO)) return error;
  auto& self = SimBoard::of(board);
  const int answer = action(self.sound());
  if (answer == 0) self.tell(OFFHOOK_SIM_CHANGED_AUDIO, endpoint);
  return answer;
}

int audio_open(offhook_board* board, uint32_t endpoint, offhook_audio_format* format) noexcept {
  try {
    return change_sound(board, endpoint,
                        [&](SoundCard& card) { return card.open(endpoint, *format); });
  } catch (const std::bad_alloc&) {
    return -ENOMEM;
  }
}

int audio_close(offhook_board* board, uint32_t endpoint) noexcept {
  auto& self = SimBoard::of(board);
  const int answer = self.sound().close(endpoint);  // also when broken: nothing may leak
  if (answer == 0) self.tell(OFFHOOK_SIM_CHANGED_AUDIO, endpoint);
  return answer;
}

int audio_transfer(offhook_board* board, uint32_t endpoint, int16_t* mic, const int16_t* speaker,
                   uint32_t frames) noexcept {
  if (const int error = fault(board, OFFHOOK_PART_AUDIO)) {
    if (mic != nullptr) std::fill_n(mic, frames, int16_t{0});
    return error;
  }
  return SimBoard::of(board).sound().transfer(endpoint, mic, speaker, frames);
}

int audio_route(offhook_board* board, uint32_t microphone_of, uint32_t speakers) noexcept {
  return change_sound(board, microphone_of,
                      [&](SoundCard& card) { return card.route(microphone_of, speakers); });
}

int audio_set_gain(offhook_board* board, uint32_t endpoint, uint32_t direction,
                   int32_t centibel) noexcept {
  return change_sound(board, endpoint, [&](SoundCard& card) {
    return card.set_gain(endpoint, direction, centibel);
  });
}

int audio_set_mute(offhook_board* board, uint32_t endpoint, int muted) noexcept {
  return change_sound(board, endpoint,
                      [&](SoundCard& card) { return card.set_mute(endpoint, muted != 0); });
}

// No period_fd: simulated sound has no clock of its own.
constexpr offhook_audio audio_table{
    sizeof audio_table, 0,       audio_has_endpoint, audio_open,     audio_close,
    audio_transfer,     nullptr, audio_route,        audio_set_gain, audio_set_mute};
constexpr offhook_audio audio_without_route{sizeof audio_without_route,
                                            0,
                                            audio_has_endpoint,
                                            audio_open,
                                            audio_close,
                                            audio_transfer,
                                            nullptr,
                                            nullptr,
                                            audio_set_gain,
                                            audio_set_mute};

uint32_t dsp_functions(offhook_board* board, uint32_t endpoint) noexcept {
  return SimBoard::of(board).sound().functions(endpoint);
}

int dsp_enable(offhook_board* board, uint32_t endpoint, uint32_t functions) noexcept {
  return change_sound(board, endpoint,
                      [&](SoundCard& card) { return card.enable(endpoint, functions); });
}

constexpr offhook_dsp dsp_table{sizeof dsp_table, 0, dsp_functions, dsp_enable};

}  // namespace

const void* find_extension(offhook_board* board, const char* id) noexcept {
  const Settings& has = SimBoard::of(board).settings();
  const std::string_view name = id != nullptr ? id : "";
  if (name == OFFHOOK_HOOK) return &hook_table;
  if (name == OFFHOOK_KEYPAD) return &keypad_table;
  if (name == OFFHOOK_LEDS) return has.blink ? &leds_table : &leds_without_blink;
  if (name == OFFHOOK_RINGER && has.ringer) return &ringer_table;
  if (name == OFFHOOK_DISPLAY && has.display) return &display_table;
  if (name == OFFHOOK_AUDIO && has.audio) return has.route ? &audio_table : &audio_without_route;
  if (name == OFFHOOK_DSP && has.dsp) return &dsp_table;
  if (name == OFFHOOK_SIM) return person_extension();
  return nullptr;
}

}  // namespace offhook::plugins::sim
