// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "actors/base/clock.hpp"

namespace offhook::sim::scenario {

/// "500ms", "2s", "0.5s", "5min", "1h".
[[nodiscard]] std::optional<Instant> parse_span(std::string_view text);

/// "5%" is 0.05; from 0% to 100%.
[[nodiscard]] std::optional<double> parse_share(std::string_view text);

/// A whole decimal number, 0.9 or 30; no sign.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

}  // namespace offhook::sim::scenario
