// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "offhook/hook.h"
#include "offhook/sim.h"
#include "settings.hpp"

namespace offhook::plugins::sim {

/// Keys, switches, LEDs, text and ringer of a simulated phone: plain state. A setter that returns
/// `Change` says whether anything a person could notice is different now.
class FrontPanel {
 public:
  enum class Change : std::uint8_t { none, changed, refused };

  struct Led {
    std::uint32_t rgb = 0;
    std::uint32_t on_ms = 0;
    std::uint32_t off_ms = 0;
    friend bool operator==(const Led&, const Led&) = default;
  };
  struct Ring {
    bool sounding = false;
    std::uint32_t tone = 0;
    std::uint32_t volume = 0;
    friend bool operator==(const Ring&, const Ring&) = default;
  };

  explicit FrontPanel(const Settings& settings);

  [[nodiscard]] bool has_key(std::uint32_t code) const { return keys_.contains(code); }
  [[nodiscard]] bool is_down(std::uint32_t code) const { return down_.contains(code); }
  void set_key(std::uint32_t code, bool down);

  bool off_hook[OFFHOOK_HOOK_COUNT] = {};
  std::array<bool, OFFHOOK_DEVICE_EXPANSION + 1> plugged{true, false, false};

  [[nodiscard]] const Led* led(std::uint32_t id) const;
  [[nodiscard]] std::uint32_t channels(std::uint32_t id) const;
  Change set_led(std::uint32_t id, Led shown);

  [[nodiscard]] const Ring& ring() const { return ring_; }
  Change set_ring(Ring ring);

  /// Rows from 0, soft keys from 1; null if there is none.
  [[nodiscard]] const std::string* row(std::uint32_t row) const;
  [[nodiscard]] const std::string* soft_key(std::uint32_t key) const;
  Change set_row(std::uint32_t row, std::string_view text);
  Change set_soft_key(std::uint32_t key, std::string_view label);
  [[nodiscard]] std::uint32_t backlight() const { return backlight_; }
  Change set_backlight(std::uint32_t percent);

  /// The LEDs there are, for switching them all off.
  [[nodiscard]] std::vector<std::uint32_t> leds() const;

 private:
  std::set<std::uint32_t> keys_;
  std::set<std::uint32_t> down_;
  std::map<std::uint32_t, Led> leds_;
  Ring ring_;
  std::vector<std::string> rows_;
  std::vector<std::string> soft_keys_;
  std::uint32_t backlight_ = 100;
  std::uint32_t columns_;
  bool green_lines_;
};

}  // namespace offhook::plugins::sim
