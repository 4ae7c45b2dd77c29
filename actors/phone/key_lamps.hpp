// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "actors/device/led_pattern.hpp"
#include "actors/phone/desk_rules.hpp"
#include "actors/phone/desk_state.hpp"
#include "actors/phone/features.hpp"

namespace offhook::phone {

/// The programmable keys whose feature can be on or off, and what each shows: red while calls are
/// sent on or refused, green while sound goes somewhere else.
[[nodiscard]] std::map<device::LedId, device::LedPattern> key_lamps(const DeskRules& rules,
                                                                    const Features& features,
                                                                    const DeskState& state);

/// The keys about others: of watched parties and orbits, and of a mailbox.
[[nodiscard]] std::map<device::LedId, device::LedPattern> watch_lamps(const DeskRules& rules,
                                                                      const DeskState& state);

}  // namespace offhook::phone
