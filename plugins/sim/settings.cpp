// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings.hpp"

#include <array>

#include <boost/json/parse.hpp>

namespace offhook::plugins::sim {

namespace {

struct Number {
  std::string_view name;
  std::uint32_t Settings::*member;
  std::uint32_t low;
  std::uint32_t high;
};

struct Switch {
  std::string_view name;
  bool Settings::*member;
};

constexpr auto numbers = std::to_array<Number>({
    {"line_keys", &Settings::line_keys, 0, 255},
    {"dss_keys", &Settings::dss_keys, 0, 255},
    {"soft_keys", &Settings::soft_keys, 0, 16},
    {"columns", &Settings::columns, 1, 128},
    {"rows", &Settings::rows, 1, 64},
    {"queue_ms", &Settings::queue_ms, 20, 60000},
    {"rate_hz", &Settings::rate_hz, 0, 96000},
});

constexpr auto switches = std::to_array<Switch>({
    {"blink", &Settings::blink},
    {"green_lines", &Settings::green_lines},
    {"ringer", &Settings::ringer},
    {"display", &Settings::display},
    {"audio", &Settings::audio},
    {"route", &Settings::route},
    {"dsp", &Settings::dsp},
    {"headset", &Settings::headset},
    {"off_hook", &Settings::off_hook},
});

std::string quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

/// Empty, or why `value` cannot be what `name` is set to.
std::string set(Settings& settings, std::string_view name, const boost::json::value& value) {
  for (const auto& number : numbers) {
    if (number.name != name) continue;
    const auto* given = value.if_int64();
    if (given == nullptr || *given < number.low || *given > number.high)
      return quoted(name) + " must be a number from " + std::to_string(number.low) + " to " +
             std::to_string(number.high);
    settings.*number.member = static_cast<std::uint32_t>(*given);
    return {};
  }
  for (const auto& item : switches) {
    if (item.name != name) continue;
    if (!value.is_bool()) return quoted(name) + " must be true or false";
    settings.*item.member = value.get_bool();
    return {};
  }
  return "unknown setting " + quoted(name);
}

}  // namespace

std::optional<Settings> parse_settings(std::string_view json, std::string& error) {
  boost::json::error_code failed;
  const auto value = boost::json::parse({json.data(), json.size()}, failed);
  if (failed || !value.is_object()) {
    error = "the configuration is not a JSON object";
    return std::nullopt;
  }
  Settings settings;
  for (const auto& [name, member] : value.get_object()) {
    error = set(settings, {name.data(), name.size()}, member);
    if (!error.empty()) return std::nullopt;
  }
  return settings;
}

}  // namespace offhook::plugins::sim
