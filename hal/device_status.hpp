// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "actors/base/status.hpp"

namespace offhook::hal {

/// What a C function of a board answered, as a status: -ENODEV is NotFound, -ENOTSUP Unimplemented,
/// … The message says what was asked and names the error: "leds: set: ENODEV (No such device)".
/// Zero and positive answers are OK.
absl::Status device_status(int answer, std::string_view what);

/// The board does not offer `what` and the phone has no substitute: Unimplemented.
absl::Status not_offered(std::string_view what);

}  // namespace offhook::hal
