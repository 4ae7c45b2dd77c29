// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

/// [display]: the language, and whether missed calls are told of.
[[nodiscard]] SettingsReader::Handler display_settings(SettingsReader& reader, PhoneSettings& into);
/// [lamps]: what the power LED tells of.
[[nodiscard]] SettingsReader::Handler lamp_settings(SettingsReader& reader,
                                                    device::PowerLedSettings& into);
/// [softkeys]: `talking = ["transfer", "hold", "none", "end"]`, another set for a state.
[[nodiscard]] SettingsReader::Handler soft_key_settings(SettingsReader& reader, DeskRules& into);

}  // namespace offhook::phone
