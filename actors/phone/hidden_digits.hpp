// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace offhook::phone {

/// A password within a dialled number: so many digits behind a prefix.
struct HiddenDigits {
  std::string after{};  ///< "*99"; "" hides nothing
  std::size_t count = 0;
  friend bool operator==(const HiddenDigits&, const HiddenDigits&) = default;
};
inline constexpr std::size_t most_hidden_digits = 32;

/// `number` as the display shows it: an asterisk for each of the digits hidden.
[[nodiscard]] std::string shown_number(std::string number, const HiddenDigits& hidden);

}  // namespace offhook::phone
