// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/led_pattern.hpp"

#include <array>
#include <charconv>

namespace offhook::device {

namespace {

constexpr std::uint32_t most_of_a_kind = 255;

struct ColourRow {
  LedColour colour;
  std::string_view name;
  std::uint32_t rgb;
};

constexpr auto colours = std::to_array<ColourRow>({
    {LedColour::dark, "off", 0x000000},
    {LedColour::red, "red", 0xff0000},
    {LedColour::green, "green", 0x00ff00},
    {LedColour::amber, "amber", 0xff8000},
});

struct RhythmRow {
  Rhythm rhythm;
  std::string_view name;
  std::chrono::milliseconds half;  ///< lit this long, dark as long; 0 = steady
};

constexpr auto rhythms = std::to_array<RhythmRow>({
    {Rhythm::steady, "steady", std::chrono::milliseconds{0}},
    {Rhythm::fast_flash, "fast_flash", std::chrono::milliseconds{200}},
    {Rhythm::ring_flash, "ring_flash", std::chrono::milliseconds{300}},
    {Rhythm::slow_flash, "slow_flash", std::chrono::milliseconds{500}},
    {Rhythm::slow_flash_1s, "slow_flash_1s", std::chrono::milliseconds{1000}},
});

// Both tables are indexed by their enum.
const ColourRow& row(LedColour colour) { return colours.at(static_cast<std::size_t>(colour)); }
const RhythmRow& row(Rhythm rhythm) { return rhythms.at(static_cast<std::size_t>(rhythm)); }

template <class Table>
auto find_name(const Table& table, std::string_view name) -> const typename Table::value_type* {
  for (const auto& entry : table)
    if (entry.name == name) return &entry;
  return nullptr;
}

struct NamedLed {
  LedId led;
  std::string_view name;
};

constexpr auto single_leds = std::to_array<NamedLed>({
    {hal::power_led, "power"},
    {hal::message_led, "message"},
    {hal::headset_led, "headset"},
    {hal::speaker_led, "speaker"},
    {hal::mute_led, "mute"},
    {hal::call_led, "call"},
    {hal::ring_led, "ring"},
});

struct NumberedLeds {
  std::uint32_t base;
  std::string_view name;
};

constexpr auto numbered_leds =
    std::to_array<NumberedLeds>({{OFFHOOK_LED_LINE_BASE, "line"}, {OFFHOOK_LED_DSS_BASE, "key"}});

}  // namespace

hal::Rgb rgb_of(LedColour colour) { return {row(colour).rgb}; }

std::optional<hal::BlinkPeriod> blink_of(Rhythm rhythm) {
  const auto half = row(rhythm).half;
  if (half.count() == 0) return std::nullopt;
  return hal::BlinkPeriod{.on = half, .off = half};
}

std::string_view name_of(LedColour colour) { return row(colour).name; }

std::string_view rhythm_name(LedPattern pattern) {
  return pattern.colour == LedColour::dark ? "off" : row(pattern.rhythm).name;
}

std::optional<LedPattern> led_pattern_named(std::string_view colour, std::string_view rhythm) {
  const auto* lit = find_name(colours, colour);
  if (lit == nullptr) return std::nullopt;
  if (lit->colour == LedColour::dark)
    return rhythm == "off" || rhythm == "steady" ? std::optional(led_off) : std::nullopt;
  const auto* found = find_name(rhythms, rhythm);
  if (found == nullptr) return std::nullopt;
  return LedPattern{lit->colour, found->rhythm};
}

std::optional<std::string> led_name(LedId led) {
  for (const auto& [id, name] : single_leds)
    if (id == led) return std::string(name);
  for (const auto& [base, name] : numbered_leds)
    if (led.value > base && led.value <= base + most_of_a_kind)
      return std::string(name) + std::to_string(led.value - base);
  return std::nullopt;
}

std::optional<LedId> led_named(std::string_view name) {
  if (const auto* single = find_name(single_leds, name)) return single->led;
  for (const auto& [base, prefix] : numbered_leds) {
    if (!name.starts_with(prefix)) continue;
    const auto digits = name.substr(prefix.size());
    const auto* end = digits.data() + digits.size();
    std::uint32_t number = 0;
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    if (error == std::errc{} && stop == end && digits.front() != '0' && number <= most_of_a_kind)
      return LedId{base + number};
  }
  return std::nullopt;
}

}  // namespace offhook::device
