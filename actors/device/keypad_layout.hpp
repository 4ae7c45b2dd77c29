// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hal/types.hpp"

namespace offhook::device {

using hal::KeyCode;

/// The name of a key as programs know it: "0" to "9", "*", "#"; "HOLD", "TRANSFER", …; "F1" for the
/// first soft key, "L1" for the first line key, "D1" for the first programmable key. Nullopt for a
/// code without a meaning.
std::optional<std::string> key_name(KeyCode key);

/// The key of that name. Also understands the names that remote control of desk phones uses:
/// "STAR", "POUND", "F_HOLD", "F_TRANSFER", "F_CONFERENCE", "ENTER", "X", "RD", "MSG".
std::optional<KeyCode> key_named(std::string_view name);

/// '0' to '9', '*' or '#', if the key dials or sends DTMF.
std::optional<char> dial_digit(KeyCode key);

}  // namespace offhook::device
