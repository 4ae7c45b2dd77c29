// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "sim/report.hpp"

namespace offhook::sim {

/// A table with a row for each step of the script, and beside it what every phone showed when the
/// step was done: lit lamps and the lines of the display. "" without steps.
[[nodiscard]] std::string draw_steps(const ReportData& data);

/// What a phone shows after everything that had happened by `at`. Pure.
struct Shown {
  std::vector<ReportData::LedChange> lamps;  ///< those that are lit, by name
  std::vector<std::string> lines;            ///< without empty ones
  friend bool operator==(const Shown& a, const Shown& b) {
    const auto same = [](const auto& x, const auto& y) {
      return x.led == y.led && x.colour == y.colour && x.pattern == y.pattern;
    };
    return a.lines == b.lines &&
           std::equal(a.lamps.begin(), a.lamps.end(), b.lamps.begin(), b.lamps.end(), same);
  }
};
[[nodiscard]] Shown shown_at(const ReportData::PhonePanel& phone, Instant at);

}  // namespace offhook::sim
