// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/settings.hpp"
#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

// The tables of phone.toml about what the desk does with calls.

/// [dial]: when a number is complete and what becomes of it.
[[nodiscard]] SettingsReader::Handler dial_settings(SettingsReader& reader, DeskRules& into);
/// [forward] and the switches of one account: a target switches a forward on.
[[nodiscard]] SettingsReader::Handler forward_settings(SettingsReader& reader, Features& into);
[[nodiscard]] SettingsReader::Handler forward_target(SettingsReader& reader, Forward& into);
/// [dnd]
[[nodiscard]] SettingsReader::Handler dnd_settings(SettingsReader& reader, Features& into);
/// [conference]
[[nodiscard]] SettingsReader::Handler conference_settings(SettingsReader& reader, DeskRules& into);
/// [[key]]
[[nodiscard]] SettingsReader::Handler key_settings(SettingsReader& reader, DeskRules& into);

}  // namespace offhook::phone
