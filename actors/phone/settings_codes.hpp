// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/auto_redial.hpp"
#include "actors/phone/feature_codes.hpp"
#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

/// A text of what a keypad can dial: digits, * and #.
[[nodiscard]] SettingsReader::Handler dialled_digits(SettingsReader& reader, std::string& into);
/// [codes]: what is dialled to tell a server of forwards and of do not disturb.
[[nodiscard]] SettingsReader::Handler code_settings(SettingsReader& reader, FeatureCodes& into);
/// [auto_redial]
[[nodiscard]] SettingsReader::Handler auto_redial_settings(SettingsReader& reader,
                                                           AutoRedialRules& into);

}  // namespace offhook::phone
