// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "actors/base/clock.hpp"
#include "actors/base/status.hpp"

namespace offhook::phone {

/// When a number is complete.
struct DialPlan {
  std::chrono::milliseconds inter_digit{4000};  ///< silence after the last digit that sends it
  bool pound_sends = true;                      ///< `#` ends the number and is not part of it
};

/// What one more key does to the digits collected so far.
enum class DigitOutcome : std::uint8_t { collected, send, ignored };

/// Adds `key` ("0"-"9", "*", "#") to `digits`, or says that the number is to be sent now.
DigitOutcome take_digit(const DialPlan& plan, std::string& digits, std::string_view key);

/// Digits, a user name or a SIP URI to the Request-URI of an INVITE; what is no URI gets the domain
/// of `aor`. InvalidArgument for what cannot be dialled.
[[nodiscard]] absl::StatusOr<std::string> target_uri(std::string_view dialled,
                                                     std::string_view aor);

}  // namespace offhook::phone
