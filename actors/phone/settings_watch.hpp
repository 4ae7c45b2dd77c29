// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/settings_reader.hpp"
#include "actors/phone/watch_rules.hpp"

namespace offhook::phone {

// The tables of phone.toml about others: whom we watch, pick-up, parking.

/// [watch]
[[nodiscard]] SettingsReader::Handler watch_settings(SettingsReader& reader, WatchRules& into);
/// [pickup]
[[nodiscard]] SettingsReader::Handler pickup_settings(SettingsReader& reader, WatchRules& into);
/// [park]
[[nodiscard]] SettingsReader::Handler park_settings(SettingsReader& reader, WatchRules& into);
/// `key` of [transfer]: what a key with a number does in a call.
[[nodiscard]] SettingsReader::Handler key_in_call(SettingsReader& reader, WatchRules& into);

}  // namespace offhook::phone
