// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

/// [media]: which ports sound may use.
[[nodiscard]] SettingsReader::Handler media_settings(SettingsReader& reader, PhoneSettings& into);

}  // namespace offhook::phone
