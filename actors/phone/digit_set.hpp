// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace offhook::phone {

/// The keys that one place of a pattern or a digit map (RFC 3435 §2.1.5) stands for.
struct DigitSet {
  std::array<bool, 128> members{};
  std::size_t length = 1;  ///< of its text

  [[nodiscard]] bool has(char key) const {
    const auto octet = static_cast<unsigned char>(key);
    return octet < members.size() && members[octet];
  }
};

/// The set written at `at`: `x` for a digit, `[0-4*]`, or a character that stands for itself.
/// Nullopt if a bracket is not closed or has nothing in it.
std::optional<DigitSet> digit_set_at(std::string_view pattern, std::size_t at);

}  // namespace offhook::phone
