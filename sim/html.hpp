// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "actors/base/clock.hpp"

namespace offhook::sim::html {

/// Text for an element or a quoted attribute. Octets that are no UTF-8, and control characters but
/// tab and line feed, become U+FFFD; carriage returns go.
[[nodiscard]] std::string escape(std::string_view text);

/// "data:audio/wav;base64,…".
[[nodiscard]] std::string data_uri(std::string_view mime_type, std::string_view octets);

/// "'sha256-…'": lets exactly this inline script or style through a Content-Security-Policy.
[[nodiscard]] std::string policy_hash(std::string_view text);

/// "1.204 s".
[[nodiscard]] std::string seconds(Instant at);

/// A number for a coordinate or label: at most two decimals, no exponent.
[[nodiscard]] std::string decimal(double value);

}  // namespace offhook::sim::html
