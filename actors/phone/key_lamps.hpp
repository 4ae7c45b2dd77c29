// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "actors/device/led_pattern.hpp"
#include "actors/phone/desk_rules.hpp"
#include "actors/phone/features.hpp"

namespace offhook::phone {

/// The programmable keys whose feature can be on or off, and which it is: red while on.
[[nodiscard]] std::map<device::LedId, bool> key_lamps(const DeskRules& rules,
                                                      const Features& features);

}  // namespace offhook::phone
