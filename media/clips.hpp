// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "media/units.hpp"

namespace offhook::media {

/// A spoken sentence that is built into the program: "alice" or "bob", about three seconds at
/// 8 kHz. Empty for any other name. See `data/clips/README.md`.
[[nodiscard]] std::span<const Sample> clip(std::string_view name);

}  // namespace offhook::media
