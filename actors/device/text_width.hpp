// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace offhook::device {

/// How many columns a text takes on a display of fixed width: two for the wide characters of East
/// Asia and pictures, none for marks that stand over the one before, one for all others.
[[nodiscard]] std::size_t width_of(std::string_view utf8);

/// The longest beginning of `utf8` that fits into `columns`, in whole characters. What is no UTF-8
/// becomes "?" and a control character a blank: peers choose their names, not what a display does.
[[nodiscard]] std::string cut_to_width(std::string_view utf8, std::size_t columns);

/// The octets of the last character of a text, for taking it away; 0 of an empty text.
[[nodiscard]] std::size_t last_character(std::string_view utf8);

}  // namespace offhook::device
