// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

/// [transfer]: by us, and what peers may ask of us.
[[nodiscard]] SettingsReader::Handler transfer_settings(SettingsReader& reader,
                                                        PhoneSettings& into);

}  // namespace offhook::phone
