// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace offhook::sip {

/// Status classes of RFC 3261 §7.2.
[[nodiscard]] constexpr bool is_provisional(int status) { return status >= 100 && status < 200; }
[[nodiscard]] constexpr bool is_success(int status) { return status >= 200 && status < 300; }
[[nodiscard]] constexpr bool is_redirection(int status) { return status >= 300 && status < 400; }
[[nodiscard]] constexpr bool is_final(int status) { return status >= 200 && status < 700; }
[[nodiscard]] constexpr bool is_failure(int status) { return status >= 300 && status < 700; }

/// The registered phrase (RFC 3261 §21 and extensions); for a code without one, that of its class.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace offhook::sip
