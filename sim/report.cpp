// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/report.hpp"

#include <algorithm>

#include "sim/html.hpp"
#include "sim/report_assets.hpp"
#include "sim/report_steps.hpp"
#include "sim/report_svg.hpp"

namespace offhook::sim {
namespace {

using html::escape;

std::string element(const std::string& name, std::string_view content) {
  return "<" + name + ">" + escape(content) + "</" + name + ">";
}

std::string head(const ReportData& data) {
  const std::string policy = "default-src 'none'; style-src " + html::policy_hash(report_css) +
                             "; script-src " + html::policy_hash(report_js) +
                             "; media-src data:; base-uri 'none'; form-action 'none'";
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
         policy +
         "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n" +
         element("title", (data.pass ? "PASS " : "FAIL ") + data.title) + "\n<style>" +
         std::string(report_css) + "</style>\n</head>\n<body>\n";
}

std::string banner(const ReportData& data) {
  std::string out = "<header class=\"top " + std::string(data.pass ? "pass" : "fail") +
                    "\"><div><span class=\"verdict\" role=\"status\">" +
                    (data.pass ? "PASS" : "FAIL") + "</span><div>" + element("h1", data.title) +
                    element("p", data.subtitle) + "</div>";
  if (!data.failures.empty()) {
    out += "<ul class=\"failures\">";
    for (const auto& failure : data.failures) out += element("li", failure);
    out += "</ul>";
  }
  return out + "</div></header>\n";
}

std::string facts(const ReportData& data) {
  if (data.summary.empty()) return {};
  std::string out = "<section class=\"card\" aria-label=\"Summary\"><dl class=\"facts\">";
  for (const auto& [name, value] : data.summary)
    out += "<div>" + element("dt", name) + element("dd", value) + "</div>";
  return out + "</dl></section>\n";
}

std::string ladder(const ReportData& data) {
  return "<section class=\"split\"><div class=\"card\"><h2>Ladder</h2>"
         "<p class=\"hint\">Choose a row to read its message; the arrow keys move.</p>"
         "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Ladder\">" +
         draw_ladder(data) +
         "</div></div>\n<div class=\"card message\" id=\"message\" hidden role=\"region\" "
         "aria-label=\"Chosen message\"><h2 id=\"message-title\" aria-live=\"polite\"></h2>"
         "<pre id=\"message-text\" tabindex=\"0\"></pre></div></section>\n";
}

std::string display(const ReportData::DisplayChange& change) {
  std::string out = "<figure><div class=\"lcd\"><pre>";
  for (const auto& line : change.lines) out += escape(line) + "\n";
  out += "</pre>";
  if (!change.soft_keys.empty()) {
    out += "<div class=\"keys\">";
    for (const auto& key : change.soft_keys)
      if (!key.empty()) out += element("span", key);
    out += "</div>";
  }
  return out + "</div>" + element("figcaption", html::seconds(change.at)) + "</figure>";
}

std::string phones(const ReportData& data) {
  if (data.phones.empty()) return {};
  // One pattern for all flashing LEDs; shapes of every phone refer to it.
  std::string out =
      "<svg class=\"defs\" aria-hidden=\"true\"><defs><pattern id=\"flash\" width=\"8\" "
      "height=\"12\" patternUnits=\"userSpaceOnUse\">"
      "<rect class=\"stripe\" width=\"4\" height=\"12\"/></pattern></defs></svg>"
      "<section class=\"panels\">";
  for (const auto& phone : data.phones) {
    out += "<div class=\"card\">" + element("h2", phone.name);
    if (!phone.leds.empty()) out += element("h3", "LEDs") + draw_leds(phone, data.duration);
    if (!phone.display.empty()) {
      out += element("h3", "Display") + "<div class=\"lcds\">";
      for (const auto& change : phone.display) out += display(change);
      out += "</div>";
    }
    out += "</div>\n";
  }
  return out + "</section>\n";
}

std::string legend(const std::vector<ReportData::Curve>& curves, const std::string& unit) {
  std::string out = "<ul class=\"legend\">";
  std::size_t number = 0;
  for (const auto& curve : curves) {
    double largest = 0;
    double last = 0;
    for (const auto& point : curve.points) {
      largest = std::max(largest, point.value);
      last = point.value;
    }
    out += "<li><svg viewBox=\"0 0 34 10\" aria-hidden=\"true\"><line class=\"curve c" +
           std::to_string(number++ % 4) + "\" x1=\"0\" y1=\"5\" x2=\"34\" y2=\"5\"/></svg>" +
           escape(curve.label + ": at most " + html::decimal(largest) + " " + unit +
                  ", at the end " + html::decimal(last) + " " + unit) +
           "</li>";
  }
  return out + "</ul>";
}

std::string plot(const std::string& title, const std::string& unit,
                 const std::vector<ReportData::Curve>& curves, Instant duration) {
  if (curves.empty()) return {};
  return "<div class=\"card\">" + element("h2", title) + draw_plot(title, unit, curves, duration) +
         legend(curves, unit) + "</div>\n";
}

std::string quality(const ReportData& data) {
  const std::string plots = plot("Packet loss", "%", data.loss_percent, data.duration) +
                            plot("Jitter", "ms", data.jitter_ms, data.duration);
  if (plots.empty()) return {};
  return "<section class=\"panels\">" + plots + "</section>\n";
}

std::string audio(const ReportData& data) {
  if (data.clips.empty()) return {};
  std::string out = "<section class=\"card\"><h2>Audio</h2><div class=\"clips\">";
  for (const auto& clip : data.clips)
    out += "<figure><figcaption>" + escape(clip.label) + element("small", clip.caption) +
           "</figcaption><audio controls preload=\"metadata\" aria-label=\"" + escape(clip.label) +
           "\" src=\"" + html::data_uri("audio/wav", clip.wav) + "\"></audio></figure>\n";
  return out + "</div></section>\n";
}

/// Each message once, for readers without scripts and for the search of the browser. The title is
/// that of the first row that shows it.
std::string messages(const ReportData& data) {
  if (data.messages.empty()) return {};
  std::string out = "<section class=\"card\"><h2>Messages</h2>";
  for (std::size_t i = 0; i < data.messages.size(); ++i) {
    const auto row = std::find_if(data.rows.begin(), data.rows.end(),
                                  [&](const ReportData::Row& each) { return each.message == i; });
    std::string title = "message " + std::to_string(i + 1);
    if (row != data.rows.end())
      title = html::seconds(row->at) + "  " + row->from + " to " + row->to + ": " + row->text;
    out += "<details id=\"m" + std::to_string(i) + "\">" + element("summary", title) +
           element("pre", data.messages[i]) + "</details>\n";
  }
  return out + "</section>\n";
}

}  // namespace

std::string render_report(const ReportData& data) {
  return head(data) + banner(data) + "<main>\n" + facts(data) + ladder(data) + draw_steps(data) +
         phones(data) + quality(data) + audio(data) + messages(data) +
         "<footer>Made by offhook. Nothing on this page is loaded from elsewhere.</footer>\n"
         "</main>\n<script>" +
         std::string(report_js) + "</script>\n</body>\n</html>\n";
}

}  // namespace offhook::sim
