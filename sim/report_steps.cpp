// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/report_steps.hpp"

#include <algorithm>
#include <map>

#include "sim/html.hpp"

namespace offhook::sim {
namespace {

using html::escape;

std::string colour_class(const std::string& colour) {
  return colour == "red" || colour == "green" ? colour : "other";
}

/// "line1 green fast": in words as well, for who sees no colours.
std::string lamp(const ReportData::LedChange& led) {
  const bool flashes = led.pattern.find("flash") != std::string::npos;
  std::string words = led.led + " " + led.colour;
  if (flashes) words += led.pattern.starts_with("fast") ? " fast" : " slow";
  return "<span class=\"lamp\"><i class=\"dot " + colour_class(led.colour) +
         (flashes ? " blinks" : "") + "\"></i>" + escape(words) + "</span>";
}

std::string cell(const Shown& shown, bool is_new) {
  std::string out = is_new ? "<td class=\"new\">" : "<td>";
  for (const auto& led : shown.lamps) out += lamp(led);
  if (!shown.lines.empty()) {
    out += "<div class=\"small-lcd\">";
    for (const auto& line : shown.lines) out += escape(line) + "<br>";
    out += "</div>";
  }
  return out + "</td>";
}

std::string row(const ReportData& data, const ReportData::Step& step, std::vector<Shown>& before) {
  std::string out = std::string("<tr") + (step.passed ? "" : " class=\"failed\"") +
                    "><td class=\"time\">" + html::seconds(step.at) + "</td><th scope=\"row\">" +
                    escape(step.text) + (step.passed ? "" : " <b>failed</b>") + "</th>";
  for (std::size_t i = 0; i < data.phones.size(); ++i) {
    auto shown = shown_at(data.phones[i], step.at);
    out += cell(shown, shown != before[i]);
    before[i] = std::move(shown);
  }
  return out + "</tr>\n";
}

}  // namespace

Shown shown_at(const ReportData::PhonePanel& phone, Instant at) {
  Shown shown;
  std::map<std::string, ReportData::LedChange> leds;
  for (const auto& change : phone.leds)
    if (change.at <= at) leds[change.led] = change;
  for (const auto& [name, led] : leds)
    if (led.colour != "off") shown.lamps.push_back(led);
  const auto later = std::find_if(phone.display.begin(), phone.display.end(),
                                  [at](const auto& change) { return change.at > at; });
  if (later == phone.display.begin()) return shown;
  for (const auto& line : std::prev(later)->lines)
    if (!line.empty()) shown.lines.push_back(line);
  return shown;
}

std::string draw_steps(const ReportData& data) {
  if (data.steps.empty()) return {};
  std::string out =
      "<section class=\"card\"><h2>Steps</h2><p class=\"hint\">What each phone showed when the "
      "step "
      "was done. Marked: it had changed.</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"Steps\"><table class=\"steps\"><thead><tr><th scope=\"col\">time</th>"
      "<th scope=\"col\">step</th>";
  for (const auto& phone : data.phones) out += "<th scope=\"col\">" + escape(phone.name) + "</th>";
  out += "</tr></thead><tbody>\n";
  std::vector<Shown> before(data.phones.size());
  for (const auto& step : data.steps) out += row(data, step, before);
  return out + "</tbody></table></div></section>\n";
}

}  // namespace offhook::sim
