// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "actors/base/random_source.hpp"

namespace offhook::call {

/// How often a re-INVITE is tried again after 491; a peer that never stops is not waited for.
inline constexpr int max_glare_retries = 5;

/// RFC 3261 §14.1: how long to wait after 491. Who made the Call-ID waits longer, so that the two
/// sides do not meet again. Steps of 10 ms.
[[nodiscard]] inline std::chrono::milliseconds glare_delay(bool we_own_call_id,
                                                           RandomSource& random) {
  using std::chrono::milliseconds;
  return we_own_call_id ? random.between(milliseconds{2100}, milliseconds{4000}, milliseconds{10})
                        : random.between(milliseconds{0}, milliseconds{2000}, milliseconds{10});
}

}  // namespace offhook::call
