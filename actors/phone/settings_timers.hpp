// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/settings_reader.hpp"
#include "actors/transaction/timer_values.hpp"

namespace offhook::phone {

/// [timers]: T1, T2 and T4 of RFC 3261 §17.1, in milliseconds.
[[nodiscard]] SettingsReader::Handler timer_settings(SettingsReader& reader,
                                                     transaction::TimerValues& into);

}  // namespace offhook::phone
