// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/text_width.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace offhook::device {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Unicode 14, East Asian Width W and F, in blocks; and what combines with the character before.
constexpr auto wide = std::to_array<Range>({{0x1100, 0x115f},
                                            {0x231a, 0x231b},
                                            {0x2e80, 0x303e},
                                            {0x3041, 0x33ff},
                                            {0x3400, 0x4dbf},
                                            {0x4e00, 0xa4cf},
                                            {0xa960, 0xa97f},
                                            {0xac00, 0xd7a3},
                                            {0xf900, 0xfaff},
                                            {0xfe10, 0xfe19},
                                            {0xfe30, 0xfe6f},
                                            {0xff01, 0xff60},
                                            {0xffe0, 0xffe6},
                                            {0x1f300, 0x1f64f},
                                            {0x1f680, 0x1f6ff},
                                            {0x1f900, 0x1faff},
                                            {0x20000, 0x3fffd}});
constexpr auto combining = std::to_array<Range>({{0x0300, 0x036f},
                                                 {0x0483, 0x0489},
                                                 {0x0591, 0x05bd},
                                                 {0x064b, 0x065f},
                                                 {0x0e31, 0x0e31},
                                                 {0x0e34, 0x0e3a},
                                                 {0x0e47, 0x0e4e},
                                                 {0x1ab0, 0x1aff},
                                                 {0x1dc0, 0x1dff},
                                                 {0x200b, 0x200f},
                                                 {0x202a, 0x202e},
                                                 {0x2060, 0x206f},
                                                 {0x20d0, 0x20ff},
                                                 {0xfe00, 0xfe0f},
                                                 {0xfe20, 0xfe2f},
                                                 {0xfeff, 0xfeff}});

template <class Table>
bool holds(const Table& table, char32_t c) {
  return std::any_of(table.begin(), table.end(),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

struct Character {
  char32_t code = 0;
  std::size_t octets = 1;
  bool valid = true;
};

/// RFC 3629: the shortest form only, no surrogates, nothing above U+10FFFF.
Character first_of(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t head = octet(0);
  if (head < 0x80) return {head, 1, true};
  const std::size_t size = head >= 0xf0 && head < 0xf5   ? 4
                           : head >= 0xe0 && head < 0xf0 ? 3
                           : head >= 0xc2 && head < 0xe0 ? 2
                                                         : 0;
  if (size == 0 || text.size() < size) return {0, 1, false};
  char32_t code = head & (0xffu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((octet(i) & 0xc0) != 0x80) return {0, 1, false};
    code = (code << 6) | (octet(i) & 0x3fu);
  }
  const bool shortest = size == 2 || (size == 3 && code >= 0x800) || (size == 4 && code >= 0x10000);
  if (!shortest || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return {0, 1, false};
  return {code, size, true};
}

std::size_t width_of(const Character& character) {
  if (!character.valid) return 1;
  if (holds(combining, character.code)) return 0;
  return holds(wide, character.code) ? 2 : 1;
}

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7f && code < 0xa0); }

}  // namespace

std::size_t width_of(std::string_view utf8) {
  std::size_t width = 0;
  while (!utf8.empty()) {
    const auto character = first_of(utf8);
    width += width_of(character);
    utf8.remove_prefix(character.octets);
  }
  return width;
}

std::string cut_to_width(std::string_view utf8, std::size_t columns) {
  std::string fitting;
  std::size_t width = 0;
  while (!utf8.empty()) {
    const auto character = first_of(utf8);
    width += width_of(character);
    if (width > columns) break;
    if (!character.valid)
      fitting += '?';
    else if (is_control(character.code))
      fitting += ' ';
    else
      fitting.append(utf8.substr(0, character.octets));
    utf8.remove_prefix(character.octets);
  }
  return fitting;
}

std::size_t last_character(std::string_view utf8) {
  std::size_t octets = 0;
  while (!utf8.empty()) {
    octets = first_of(utf8).octets;
    utf8.remove_prefix(octets);
  }
  return octets;
}

}  // namespace offhook::device
