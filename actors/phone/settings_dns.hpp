// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/settings.hpp"
#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

/// [dns]: the name servers, and records that hold without one.
[[nodiscard]] SettingsReader::Handler name_service(SettingsReader& reader, DnsSettings& dns);

}  // namespace offhook::phone
