// SPDX-License-Identifier: GPL-3.0-or-later
// The smaller capabilities: each function asks the board, or says what holds where it has none.
#include "hal/device_status.hpp"
#include "hal/display.hpp"
#include "hal/hook.hpp"
#include "hal/keypad.hpp"
#include "hal/leds.hpp"
#include "hal/ringer.hpp"

namespace offhook::hal {

namespace {

constexpr auto raw(auto id) { return static_cast<std::uint32_t>(id); }

std::uint32_t count_of(std::chrono::milliseconds span) {
  return static_cast<std::uint32_t>(span.count());
}

}  // namespace

std::optional<HookPosition> Hook::position(HookId hook) const {
  const int answer = offered() ? call(&offhook_hook::position, raw(hook)) : -1;
  if (answer < 0) return std::nullopt;
  return answer != 0 ? HookPosition::off_hook : HookPosition::on_hook;
}

bool Hook::plugged(Device device) const {
  const int answer =
      offers(&offhook_hook::plugged) ? call(&offhook_hook::plugged, raw(device)) : -1;
  return answer < 0 ? device != Device::expansion : answer != 0;
}

std::chrono::milliseconds Hook::debounced(HookId hook) const {
  return std::chrono::milliseconds{
      offers(&offhook_hook::debounced_ms) ? call(&offhook_hook::debounced_ms, raw(hook)) : 0};
}

bool Keypad::has(KeyCode key) const {
  return offered() && call(&offhook_keypad::has_key, key.value) > 0;
}

std::optional<bool> Keypad::is_down(KeyCode key) const {
  const int answer =
      offers(&offhook_keypad::is_down) ? call(&offhook_keypad::is_down, key.value) : -1;
  return answer < 0 ? std::nullopt : std::optional(answer != 0);
}

unsigned Keypad::count(KeyCode (*numbered)(unsigned)) const {
  unsigned n = 0;
  while (n < 255 && has(numbered(n + 1))) ++n;
  return n;
}

bool Leds::has(LedId led) const { return offered() && call(&offhook_leds::has_led, led.value) > 0; }

Rgb Leds::channels(LedId led) const {
  if (!has(led)) return {0};
  return {offers(&offhook_leds::channels) ? call(&offhook_leds::channels, led.value) : 0xffffffu};
}

absl::Status Leds::set(LedId led, Rgb colour) const {
  if (!offered()) return not_offered("leds: set");
  return device_status(call(&offhook_leds::set, led.value, colour.value), "leds: set");
}

absl::Status Leds::blink(LedId led, Rgb colour, BlinkPeriod period) const {
  if (!can_blink()) return not_offered("leds: blink");
  return device_status(call(&offhook_leds::blink, led.value, colour.value, count_of(period.on),
                            count_of(period.off)),
                       "leds: blink");
}

absl::Status Ringer::start(RingSound sound) const {
  if (!offered()) return not_offered("ringer: start");
  return device_status(call(&offhook_ringer::start, sound.tone, sound.volume), "ringer: start");
}

absl::Status Ringer::stop() const {
  if (!offered()) return not_offered("ringer: stop");
  return device_status(call(&offhook_ringer::stop), "ringer: stop");
}

DisplaySize Display::size() const {
  offhook_display_size size{};
  size.struct_size = sizeof size;
  if (!offered() || call(&offhook_display::size, &size) < 0) return {};
  return {.columns = size.columns, .rows = size.rows, .soft_keys = size.soft_keys};
}

absl::Status Display::set_line(std::uint32_t row, const std::string& text) const {
  if (!offered()) return not_offered("display: set_line");
  return device_status(call(&offhook_display::set_line, row, text.c_str()), "display: set_line");
}

absl::Status Display::set_soft_key(std::uint32_t key, const std::string& label) const {
  if (!offers(&offhook_display::set_soft_key)) return not_offered("display: set_soft_key");
  return device_status(call(&offhook_display::set_soft_key, key, label.c_str()),
                       "display: set_soft_key");
}

absl::Status Display::set_backlight(std::uint32_t percent) const {
  if (!offers(&offhook_display::set_backlight)) return not_offered("display: set_backlight");
  return device_status(call(&offhook_display::set_backlight, percent), "display: set_backlight");
}

}  // namespace offhook::hal
