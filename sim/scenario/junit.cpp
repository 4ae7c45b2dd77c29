// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/junit.hpp"

#include <algorithm>
#include <cstdio>

namespace offhook::sim::scenario {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\n')
      out += "&#10;";
    else if (octet < 0x20 || octet >= 0x7f)  // no octet that could be half of a character
      out += '?';
    else
      out += c;
  }
  return out;
}

std::string seconds(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

}  // namespace

std::string to_junit(std::span<const CaseResult> cases) {
  const auto count = [&](auto&& which) {
    return std::to_string(std::count_if(cases.begin(), cases.end(), which));
  };
  double total = 0;
  for (const auto& each : cases) total += each.seconds;
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"offhook sim\" tests=\"" +
      std::to_string(cases.size()) + "\" failures=\"" +
      count([](const auto& c) { return c.failed(); }) + "\" errors=\"" +
      count([](const auto& c) { return !c.could_run; }) + "\" skipped=\"" +
      count([](const auto& c) { return !c.skipped.empty(); }) + "\" time=\"" + seconds(total) +
      "\">\n";
  for (const auto& each : cases) {
    xml += "  <testcase classname=\"" + escaped(each.file) + "\" name=\"" + escaped(each.name) +
           "\" time=\"" + seconds(each.seconds) + "\"";
    if (each.pass) {
      xml += "/>\n";
      continue;
    }
    if (!each.skipped.empty()) {
      xml += ">\n    <skipped message=\"" + escaped(each.skipped) + "\"/>\n  </testcase>\n";
      continue;
    }
    const std::string kind = each.could_run ? "failure" : "error";
    xml += ">\n    <" + kind + " message=\"" +
           escaped(each.explanation.substr(0, each.explanation.find('\n'))) + "\">" +
           escaped(each.explanation) + "</" + kind + ">\n  </testcase>\n";
  }
  return xml + "</testsuite>\n";
}

}  // namespace offhook::sim::scenario
