// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "actors/sip/call_options.hpp"

namespace offhook::call {

/// What of the session decides how digits can go out.
struct DigitPaths {
  bool events = false;  ///< telephone-event was agreed on, and we may send
  bool sound = false;   ///< we may send sound
};

/// How a digit goes out: never `automatic`; nullopt if it cannot go the way that is wanted.
[[nodiscard]] constexpr std::optional<sip::DigitWay> digit_way(sip::DigitWay wanted,
                                                               DigitPaths paths) {
  using enum sip::DigitWay;
  switch (wanted) {
    case events:
      return paths.events ? std::optional(events) : std::nullopt;
    case info:
      return info;
    case inband:
      return paths.sound ? std::optional(inband) : std::nullopt;
    case automatic:
      break;
  }
  return paths.events ? events : info;
}

}  // namespace offhook::call
