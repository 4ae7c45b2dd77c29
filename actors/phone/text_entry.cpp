// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/text_entry.hpp"

#include <array>

#include "actors/device/text_width.hpp"

namespace offhook::phone {
namespace {

struct Key {
  char key;
  std::u32string_view characters;  ///< small letters
};

constexpr auto keys = std::to_array<Key>({
    {'1', U".,?!1-@/:_'"},
    {'2', U"abc2äàáâåç"},
    {'3', U"def3èéêë"},
    {'4', U"ghi4ìíîï"},
    {'5', U"jkl5"},
    {'6', U"mno6ñöòóôø"},
    {'7', U"pqrs7ß"},
    {'8', U"tuv8üùúû"},
    {'9', U"wxyz9ý"},
    {'0', U" 0"},
    {'*', U"*+"},
});

/// ASCII and Latin-1, which is all that is on the keys.
char32_t capital(char32_t letter) {
  const bool ascii = letter >= U'a' && letter <= U'z';
  const bool latin = letter >= U'à' && letter <= U'þ' && letter != U'÷';
  return ascii || latin ? letter - 0x20 : letter;
}

void append(std::string& text, char32_t code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else {  // two octets reach to U+07FF
    text += static_cast<char>(0xc0 | (code >> 6));
    text += static_cast<char>(0x80 | (code & 0x3f));
  }
}

TextMode next(TextMode mode) {
  switch (mode) {
    case TextMode::digits:
      return TextMode::lower;
    case TextMode::lower:
      return TextMode::upper;
    case TextMode::upper:
      break;
  }
  return TextMode::digits;
}

}  // namespace

std::u32string_view characters_of(char key) {
  for (const auto& each : keys)
    if (each.key == key) return each.characters;
  return {};
}

void TextEntry::press(char key, Instant at) {
  if (key == '#') {
    mode = next(mode);
    last_key = 0;
    return;
  }
  const auto characters = characters_of(key);
  if (characters.empty()) return;
  const bool again = mode != TextMode::digits && key == last_key && at - last_at < tap_time;
  if (again) text.resize(text.size() - device::last_character(text));
  taps = again ? (taps + 1) % characters.size() : 0;
  last_key = key;
  last_at = at;
  if (text.size() + 2 > most_octets) return;
  if (mode == TextMode::digits)
    text += key;
  else
    append(text, mode == TextMode::upper ? capital(characters[taps]) : characters[taps]);
}

void TextEntry::remove() {
  last_key = 0;
  text.resize(text.size() - device::last_character(text));
}

}  // namespace offhook::phone
