// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offhook::plugins::sim {

/// What kind of phone is simulated. Every member may be set by the JSON object given to create(),
/// under its own name.
struct Settings {
  std::uint32_t line_keys = 6;
  std::uint32_t dss_keys = 10;
  std::uint32_t soft_keys = 4;
  std::uint32_t columns = 32;
  std::uint32_t rows = 6;
  std::uint32_t queue_ms = 2000;  ///< of sound between mouth or ear and the phone
  std::uint32_t rate_hz = 0;      ///< the only rate of the sound card; 0: what common ones do
  bool blink = true;              ///< LEDs blink by themselves
  bool green_lines = false;       ///< line LEDs have no red
  bool ringer = true;
  bool display = true;
  bool audio = true;
  bool route = true;  ///< endpoints share a codec
  bool dsp = false;
  bool headset = false;   ///< plugged in from the start
  bool off_hook = false;  ///< handset lifted from the start
};

/// Reads `json`. Nullopt with a reason for people in `error` if it is no object of such members.
std::optional<Settings> parse_settings(std::string_view json, std::string& error);

}  // namespace offhook::plugins::sim
