// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/quantities.hpp"

#include <charconv>
#include <cmath>

namespace offhook::sim::scenario {
namespace {

constexpr double longest_s = 366.0 * 24 * 3600;

/// The number `text` begins with, and what follows it.
std::optional<double> leading_number(std::string_view text, std::string_view& rest) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(number)) return std::nullopt;
  rest = text.substr(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace

std::optional<Instant> parse_span(std::string_view text) {
  std::string_view unit;
  const auto number = leading_number(text, unit);
  if (!number) return std::nullopt;
  double seconds = 0;
  if (unit == "ms")
    seconds = *number / 1000;
  else if (unit == "s")
    seconds = *number;
  else if (unit == "min")
    seconds = *number * 60;
  else if (unit == "h")
    seconds = *number * 3600;
  else
    return std::nullopt;
  if (seconds > longest_s) return std::nullopt;
  return Instant(std::llround(seconds * 1e9));
}

std::optional<double> parse_share(std::string_view text) {
  std::string_view rest;
  const auto number = leading_number(text, rest);
  if (!number || rest != "%" || *number > 100) return std::nullopt;
  return *number / 100;
}

std::optional<double> parse_number(std::string_view text) {
  std::string_view rest;
  const auto number = leading_number(text, rest);
  return number && rest.empty() ? number : std::nullopt;
}

}  // namespace offhook::sim::scenario
