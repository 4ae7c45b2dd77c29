// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/plan.hpp"

#include <cmath>
#include <cstdio>
#include <set>

namespace offhook::sim::fleet {
namespace {

/// Of a phone before and after a call, when nothing is in its way: INVITE, BYE, and what is told of
/// them.
constexpr double margin_s = 0.2;

double seconds(std::chrono::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

/// Rounded down to two digits, so that what is proposed does work.
std::string at_most(double value) {
  const double step = std::pow(10.0, std::floor(std::log10(value)) - 1);
  return number(std::floor(value / step + 1e-9) * step);
}

absl::Status too_few_phones(const Plan& plan) {
  const double pairs = std::floor(static_cast<double>(plan.phones) / 2);
  const double busy = seconds(plan.hold) + seconds(plan.ring) + margin_s;
  std::string what = number(plan.calls_per_second) + " calls/s held for " +
                     number(seconds(plan.hold)) + " s keep " + std::to_string(phones_needed(plan)) +
                     " phones busy, but there are " + std::to_string(plan.phones) +
                     "; what would work: --phones " + std::to_string(phones_needed(plan)) +
                     ", --cps " + at_most(pairs / busy);
  const double longest = pairs / plan.calls_per_second - seconds(plan.ring) - margin_s;
  if (longest >= 0.1) what += ", or --hold " + at_most(longest) + "s";
  return invalid_argument(what);
}

}  // namespace

std::size_t phones_needed(const Plan& plan) {
  const double busy = seconds(plan.hold) + seconds(plan.ring) + margin_s;
  // The least doubt of a product of decimals must not ask for one pair more.
  return 2 * static_cast<std::size_t>(std::ceil(plan.calls_per_second * busy - 1e-9));
}

absl::Status check(const Plan& plan) {
  if (plan.phones < 2) return invalid_argument("a call takes two phones: --phones 2 or more");
  if (!(plan.calls_per_second > 0) || !std::isfinite(plan.calls_per_second))
    return invalid_argument("--cps must be above 0");
  if (!(plan.registers_per_second > 0) || !std::isfinite(plan.registers_per_second))
    return invalid_argument("--register-rate must be above 0");
  if (plan.hold.count() < 0 || plan.ring.count() < 0 || plan.duration.count() <= 0)
    return invalid_argument("--duration must be above 0, --hold and --ring not below");
  if (phones_needed(plan) > plan.phones) return too_few_phones(plan);
  return absl::OkStatus();
}

std::vector<Plan> split(const Plan& plan, std::size_t parts) {
  std::vector<Plan> shares(parts, plan);
  for (std::size_t i = 0; i < parts; ++i) {
    shares[i].phones = plan.phones / parts + (i < plan.phones % parts ? 1 : 0);
    shares[i].calls_per_second = plan.calls_per_second / static_cast<double>(parts);
    shares[i].registers_per_second = plan.registers_per_second / static_cast<double>(parts);
  }
  return shares;
}

std::size_t calls_planned(const Plan& plan) {
  return static_cast<std::size_t>(std::ceil(plan.calls_per_second * seconds(plan.duration) - 1e-9));
}

Instant due_time(std::size_t call, double calls_per_second) {
  return Instant{std::llround(static_cast<double>(call) / calls_per_second * 1e9)};
}

absl::StatusOr<std::vector<User>> parse_users(std::string_view text, const std::string& file) {
  constexpr std::string_view blank = " \t\r";
  std::vector<User> users;
  std::set<std::string> known;
  for (std::size_t line_number = 1; !text.empty(); ++line_number) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto complain = [&](std::string_view what) {
      return invalid_argument(file + ":" + std::to_string(line_number) + ": " + std::string(what));
    };
    line = line.substr(0, line.find('#'));
    const auto first = line.find_first_not_of(blank);
    if (first == std::string_view::npos) continue;
    line = line.substr(first, line.find_last_not_of(blank) + 1 - first);
    const auto end = line.find_first_of(" \t:,");
    if (end == std::string_view::npos) return complain("a user name without a password");
    const auto password = line.find_first_not_of(blank, end + (line[end] == ' ' ? 0 : 1));
    if (end == 0 || password == std::string_view::npos)
      return complain("expected a user name and a password");
    User user{std::string(line.substr(0, end)), std::string(line.substr(password))};
    if (!known.insert(user.name).second) return complain("user " + user.name + " comes twice");
    users.push_back(std::move(user));
  }
  return users;
}

std::vector<User> number_users(std::uint64_t first, std::size_t count,
                               std::string_view password_template) {
  constexpr std::string_view place = "{user}";
  std::vector<User> users;
  for (std::size_t i = 0; i < count; ++i) {
    User user{std::to_string(first + i), std::string(password_template)};
    for (auto at = user.password.find(place); at != std::string::npos;
         at = user.password.find(place, at + user.name.size()))
      user.password.replace(at, place.size(), user.name);
    users.push_back(std::move(user));
  }
  return users;
}

}  // namespace offhook::sim::fleet
