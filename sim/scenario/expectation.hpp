// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "sim/phone_view.hpp"
#include "sim/scenario/step.hpp"

namespace offhook::sim::scenario {

/// Whether something is so, as far as a program at the control API can tell: everything but
/// `IsRegistered::via`, `Hears` and `HearsSilence`, which are true here.
[[nodiscard]] bool is_so(const Expectation& expected, const PhoneView& view);

/// "registered, call 1 held_local, tone none, lamps line1 green slow_flash, screen \"On hold |
/// 1002\"".
[[nodiscard]] std::string describe(const PhoneView& view);

}  // namespace offhook::sim::scenario
