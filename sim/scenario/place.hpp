// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace offhook::sim::scenario {

/// Where something stands in a file; both count from 1.
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend auto operator<=>(Place, Place) = default;
};

/// What is wrong in a scenario file, and what was expected there.
struct Fault {
  Place at;
  std::string text;
  friend auto operator<=>(const Fault&, const Fault&) = default;
};
using Faults = std::vector<Fault>;

/// "hold.toml:12:8: expected a verb …".
[[nodiscard]] inline std::string to_string(const Fault& fault, std::string_view file) {
  return std::string(file) + ":" + std::to_string(fault.at.line) + ":" +
         std::to_string(fault.at.column) + ": " + fault.text;
}

}  // namespace offhook::sim::scenario
