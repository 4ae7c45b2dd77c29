// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/keypad_layout.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace offhook::device {

namespace {

struct Named {
  std::uint32_t code;
  std::string_view name;
};

constexpr auto function_keys = std::to_array<Named>({
    {OFFHOOK_KEY_HOLD, "HOLD"},
    {OFFHOOK_KEY_TRANSFER, "TRANSFER"},
    {OFFHOOK_KEY_CONFERENCE, "CONFERENCE"},
    {OFFHOOK_KEY_MUTE, "MUTE"},
    {OFFHOOK_KEY_SPEAKER, "SPEAKER"},
    {OFFHOOK_KEY_HEADSET, "HEADSET"},
    {OFFHOOK_KEY_REDIAL, "REDIAL"},
    {OFFHOOK_KEY_MESSAGE, "MESSAGE"},
    {OFFHOOK_KEY_VOLUME_UP, "VOLUME_UP"},
    {OFFHOOK_KEY_VOLUME_DOWN, "VOLUME_DOWN"},
    {OFFHOOK_KEY_OK, "OK"},
    {OFFHOOK_KEY_CANCEL, "CANCEL"},
    {OFFHOOK_KEY_UP, "UP"},
    {OFFHOOK_KEY_DOWN, "DOWN"},
    {OFFHOOK_KEY_LEFT, "LEFT"},
    {OFFHOOK_KEY_RIGHT, "RIGHT"},
    {OFFHOOK_KEY_MENU, "MENU"},
    {OFFHOOK_KEY_DIRECTORY, "DIRECTORY"},
    {OFFHOOK_KEY_DO_NOT_DISTURB, "DND"},
    {OFFHOOK_KEY_GROUP_LISTEN, "GROUP_LISTEN"},
});

constexpr auto other_names = std::to_array<Named>({
    {OFFHOOK_KEY_STAR, "STAR"},
    {OFFHOOK_KEY_POUND, "POUND"},
    {OFFHOOK_KEY_HOLD, "F_HOLD"},
    {OFFHOOK_KEY_TRANSFER, "F_TRANSFER"},
    {OFFHOOK_KEY_CONFERENCE, "F_CONFERENCE"},
    {OFFHOOK_KEY_OK, "ENTER"},
    {OFFHOOK_KEY_CANCEL, "X"},
    {OFFHOOK_KEY_REDIAL, "RD"},
    {OFFHOOK_KEY_MESSAGE, "MSG"},
});

struct Numbered {
  std::uint32_t base;
  char letter;
};

constexpr auto numbered_keys = std::to_array<Numbered>(
    {{OFFHOOK_KEY_SOFT_BASE, 'F'}, {OFFHOOK_KEY_LINE_BASE, 'L'}, {OFFHOOK_KEY_DSS_BASE, 'D'}});

constexpr std::uint32_t most_of_a_kind = 255;

template <class Table>
std::optional<KeyCode> find_name(const Table& table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Named& entry) { return entry.name == name; });
  return found == table.end() ? std::nullopt : std::optional(KeyCode{found->code});
}

/// "L12" → 12; nullopt for anything but a number from 1 to 255 without leading zeros.
std::optional<std::uint32_t> number_of(std::string_view digits) {
  std::uint32_t number = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc{} || stop != end || digits.front() == '0') return std::nullopt;
  return number >= 1 && number <= most_of_a_kind ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<char> dial_digit(KeyCode key) {
  const bool digit = key.value >= OFFHOOK_KEY_0 && key.value <= OFFHOOK_KEY_9;
  if (!digit && key.value != OFFHOOK_KEY_STAR && key.value != OFFHOOK_KEY_POUND)
    return std::nullopt;
  return static_cast<char>(key.value);
}

std::optional<std::string> key_name(KeyCode key) {
  if (const auto digit = dial_digit(key)) return std::string(1, *digit);
  for (const auto& [code, name] : function_keys)
    if (code == key.value) return std::string(name);
  for (const auto& [base, letter] : numbered_keys)
    if (key.value > base && key.value <= base + most_of_a_kind)
      return letter + std::to_string(key.value - base);
  return std::nullopt;
}

std::optional<KeyCode> key_named(std::string_view name) {
  if (name.size() == 1)
    if (const auto key = hal::dial_key(name.front()); dial_digit(key)) return key;
  if (const auto key = find_name(function_keys, name)) return key;
  if (const auto key = find_name(other_names, name)) return key;
  if (name.size() < 2) return std::nullopt;
  for (const auto& [base, letter] : numbered_keys)
    if (letter == name.front())
      if (const auto number = number_of(name.substr(1))) return KeyCode{base + *number};
  return std::nullopt;
}

}  // namespace offhook::device
