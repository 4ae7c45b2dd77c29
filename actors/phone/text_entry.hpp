// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "actors/base/clock.hpp"

namespace offhook::phone {

enum class TextMode : std::uint8_t { digits, lower, upper };

/// A text being written with the digit keys: a key pressed again within `tap_time` gives its next
/// character in place of the one before. # changes between digits, small and capital letters. Pure.
struct TextEntry {
  static constexpr Instant tap_time = 1s;
  static constexpr std::size_t most_octets = 128;

  std::string text{};
  TextMode mode = TextMode::digits;
  char last_key = 0;  ///< whose character may still change; 0 for none
  std::size_t taps = 0;
  Instant last_at{};
  friend bool operator==(const TextEntry&, const TextEntry&) = default;

  /// '0' to '9', '*' or '#'.
  void press(char key, Instant at);
  /// Takes the last character away.
  void remove();
};

/// The characters of a key in their order, UTF-8: "abc2äàáâåç" of '2' in small letters.
[[nodiscard]] std::u32string_view characters_of(char key);

}  // namespace offhook::phone
