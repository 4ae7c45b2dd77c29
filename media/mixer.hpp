// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "media/realtime.hpp"
#include "media/units.hpp"

/// Mixing with N-1 outputs: add everybody up once, then give each party the sum without itself.
namespace offhook::media {

OFFHOOK_REALTIME constexpr Sample saturate(std::int32_t value) noexcept {
  return static_cast<Sample>(std::clamp(value, -32768, 32767));
}

/// Adds `in` to the running sum. Equal lengths.
OFFHOOK_REALTIME void add(std::span<std::int32_t> sum, std::span<const Sample> in) noexcept;

/// `out` = `sum` without `own`, saturated: what one party hears of the others. Equal lengths; an
/// empty `own` takes nothing away.
OFFHOOK_REALTIME void sum_without(std::span<const std::int32_t> sum, std::span<const Sample> own,
                                  std::span<Sample> out) noexcept;

}  // namespace offhook::media
