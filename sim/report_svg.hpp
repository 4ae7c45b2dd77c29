// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/report.hpp"

namespace offhook::sim {

/// The ladder; rows with a message are links to "#m<index>".
[[nodiscard]] std::string draw_ladder(const ReportData& data);

/// When each LED of a phone showed what, one bar a LED.
[[nodiscard]] std::string draw_leds(const ReportData::PhonePanel& phone, Instant duration);

/// Curves over time, `unit` at the top of the y axis.
[[nodiscard]] std::string draw_plot(std::string_view title, std::string_view unit,
                                    std::span<const ReportData::Curve> curves, Instant duration);

}  // namespace offhook::sim
