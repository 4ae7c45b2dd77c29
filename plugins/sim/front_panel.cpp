// SPDX-License-Identifier: GPL-3.0-or-later
#include "front_panel.hpp"

#include <algorithm>

#include "offhook/keypad.h"
#include "offhook/leds.h"
#include "offhook/ringer.h"

namespace offhook::plugins::sim {

namespace {

constexpr std::uint32_t soft_key_width = 12;

/// The first `columns` characters of UTF-8 text; a character is not split.
std::string_view fit(std::string_view text, std::uint32_t columns) {
  std::uint32_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool continues = (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80;
    if (!continues && ++characters > columns) return text.substr(0, i);
  }
  return text;
}

template <class Value>
FrontPanel::Change replace(Value& old, const Value& now) {
  if (old == now) return FrontPanel::Change::none;
  old = now;
  return FrontPanel::Change::changed;
}

FrontPanel::Change replace(std::string& old, std::string_view now) {
  if (old == now) return FrontPanel::Change::none;
  old.assign(now);
  return FrontPanel::Change::changed;
}

}  // namespace

FrontPanel::FrontPanel(const Settings& settings)
    : rows_(settings.display ? settings.rows : 0),
      soft_keys_(settings.display ? settings.soft_keys : 0),
      columns_(settings.columns),
      green_lines_(settings.green_lines) {
  for (const char key : std::string_view("0123456789*#"))
    keys_.insert(static_cast<std::uint32_t>(key));
  for (std::uint32_t key = OFFHOOK_KEY_HOLD; key <= OFFHOOK_KEY_GROUP_LISTEN; ++key)
    keys_.insert(key);
  for (std::uint32_t n = 1; n <= settings.soft_keys; ++n) keys_.insert(OFFHOOK_KEY_SOFT(n));
  for (std::uint32_t led = OFFHOOK_LED_POWER; led <= OFFHOOK_LED_RING; ++led) leds_[led];
  for (std::uint32_t n = 1; n <= settings.line_keys; ++n) {
    keys_.insert(OFFHOOK_KEY_LINE(n));
    leds_[OFFHOOK_LED_LINE(n)];
  }
  for (std::uint32_t n = 1; n <= settings.dss_keys; ++n) {
    keys_.insert(OFFHOOK_KEY_DSS(n));
    leds_[OFFHOOK_LED_DSS(n)];
  }
  off_hook[OFFHOOK_HOOK_CRADLE] = settings.off_hook;
  plugged[OFFHOOK_DEVICE_HEADSET] = settings.headset;
}

void FrontPanel::set_key(std::uint32_t code, bool down) {
  if (down)
    down_.insert(code);
  else
    down_.erase(code);
}

const FrontPanel::Led* FrontPanel::led(std::uint32_t id) const {
  const auto found = leds_.find(id);
  return found == leds_.end() ? nullptr : &found->second;
}

std::uint32_t FrontPanel::channels(std::uint32_t id) const {
  if (!leds_.contains(id)) return 0;
  const bool line = id > OFFHOOK_LED_LINE_BASE && id < OFFHOOK_LED_DSS_BASE;
  return line && green_lines_ ? 0x00ff00 : 0xffffff;
}

FrontPanel::Change FrontPanel::set_led(std::uint32_t id, Led shown) {
  const auto found = leds_.find(id);
  if (found == leds_.end()) return Change::refused;
  const auto visible = shown.rgb & channels(id);
  if (shown.rgb != 0) shown.rgb = visible != 0 ? visible : channels(id);
  return replace(found->second, shown);
}

FrontPanel::Change FrontPanel::set_ring(Ring ring) {
  if (ring.volume > OFFHOOK_RING_VOLUME_MAX) return Change::refused;
  return replace(ring_, ring);
}

const std::string* FrontPanel::row(std::uint32_t row) const {
  return row < rows_.size() ? &rows_[row] : nullptr;
}

const std::string* FrontPanel::soft_key(std::uint32_t key) const {
  return key >= 1 && key <= soft_keys_.size() ? &soft_keys_[key - 1] : nullptr;
}

FrontPanel::Change FrontPanel::set_row(std::uint32_t row, std::string_view text) {
  if (row >= rows_.size()) return Change::refused;
  return replace(rows_[row], fit(text, columns_));
}

FrontPanel::Change FrontPanel::set_soft_key(std::uint32_t key, std::string_view label) {
  if (key < 1 || key > soft_keys_.size()) return Change::refused;
  return replace(soft_keys_[key - 1], fit(label, soft_key_width));
}

FrontPanel::Change FrontPanel::set_backlight(std::uint32_t percent) {
  if (percent > 100) return Change::refused;
  return replace(backlight_, percent);
}

std::vector<std::uint32_t> FrontPanel::leds() const {
  std::vector<std::uint32_t> ids;
  std::transform(leds_.begin(), leds_.end(), std::back_inserter(ids),
                 [](const auto& entry) { return entry.first; });
  return ids;
}

}  // namespace offhook::plugins::sim
