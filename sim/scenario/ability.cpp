// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/ability.hpp"

#include <algorithm>

namespace offhook::sim::scenario {
namespace {

/// Longest that a person waits for a test: a step that lets more time pass is for virtual time.
constexpr Instant longest_real_wait = 30s;

bool disturbs(const Action& action) {
  return std::holds_alternative<Disturb>(action) || std::holds_alternative<Partition>(action);
}

Instant waits(const Action& action) {
  if (const auto* pause = std::get_if<Pause>(&action)) return pause->span;
  if (const auto* move = std::get_if<MoveClock>(&action)) return move->span;
  return {};
}

std::string line_of(const Step& step) { return "line " + std::to_string(step.at.line); }

std::optional<std::string> why_not_in_real_time(const Scenario& scenario) {
  if (!scenario.net.empty()) return "[net] needs the virtual network";
  for (const auto& phone : scenario.phones)
    if (phone.nat) return "nat of [phone." + phone.name + "] needs the virtual network";
  for (const auto& step : scenario.script) {
    if (disturbs(step.action))
      return line_of(step) + " (" + step.text + ") needs the virtual network";
    if (waits(step.action) > longest_real_wait)
      return line_of(step) + " (" + step.text + ") takes longer than anybody waits";
  }
  return std::nullopt;
}

std::optional<std::string> why_not_at_a_far_proxy(const Scenario& scenario) {
  if (scenario.registrars.empty()) return "its phones call each other without a proxy";
  if (scenario.registrars.size() > 1)
    return "it needs " + std::to_string(scenario.registrars.size()) + " registrars";
  if (!scenario.proxy.record_route) return "its proxy does not record routes";
  if (!scenario.voice_mail.extension.empty()) return "[voicemail] needs a server of ours";
  if (!scenario.dns.empty()) return "[dns] names servers of its own";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> why_not(const Scenario& scenario, Mode mode) {
  if (mode == Mode::virtual_time) return std::nullopt;
  auto why = why_not_in_real_time(scenario);
  if (!why && mode == Mode::far_proxy) why = why_not_at_a_far_proxy(scenario);
  return why;
}

}  // namespace offhook::sim::scenario
