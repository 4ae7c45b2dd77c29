// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/report.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/html.hpp"
#include "sim/report_assets.hpp"

namespace offhook::sim {
namespace {

using Tone = ReportData::Tone;

void add(ReportData& data, Instant at, const std::string& from, const std::string& to, Tone tone,
         const std::string& text, std::vector<std::string> notes = {}) {
  data.rows.push_back({at, from, to, tone, text, std::move(notes), data.messages.size()});
  data.messages.push_back(text + " sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK" +
                          std::to_string(data.messages.size()) + "\r\nCall-ID: 1\r\n\r\n");
}

std::vector<ReportData::Point> wave(double base, double swing) {
  std::vector<ReportData::Point> points;
  for (int i = 0; i < 60; ++i)
    points.push_back({1500ms + i * 100ms, base + swing * ((i * 7) % 11) / 11.0});
  return points;
}

void add_phones(ReportData& data) {
  data.phones = {
      {"alice 1001",
       {{0ms, "line1", "off", "off"},
        {1s, "line1", "green", "steady"},
        {4200ms, "line1", "green", "slow_flash"},
        {5200ms, "line1", "green", "steady"},
        {7410ms, "line1", "off", "off"},
        {0ms, "power", "red", "steady"}},
       {{11ms, {"12:04", "", "Registered"}, {"Redial", "DND"}},
        {1204ms, {"12:04", "Ringing", "1002"}, {"Cancel"}},
        {1800ms, {"12:04", "Talking 00:00", "1002 HD"}, {"Hold", "Transfer", "Conf", "End"}}}},
      {"bob 1002",
       {{0ms, "line1", "off", "off"},
        {1204ms, "line1", "red", "fast_flash"},
        {1800ms, "line1", "green", "steady"},
        {7410ms, "line1", "off", "off"}},
       {{1204ms, {"12:04", "Incoming", "Alice 1001"}, {"Answer", "Reject"}}}}};
}

ReportData sample() {
  ReportData data;
  data.title = "demo: two phones, one call";
  data.subtitle = "offhook 0.1.0, seed 7, virtual time";
  data.pass = true;
  data.duration = 8100ms;
  data.summary = {{"Seed", "7"},       {"Wall time", "8.1 s"}, {"Call setup", "596 ms"},
                  {"Packets", "300"},  {"Lost", "0"},          {"Jitter", "0.3 ms"},
                  {"Match", "0.98"},   {"MOS", "4.4"},         {"Registrar", "sip:sim.test"},
                  {"Scenario", "demo"}};
  data.columns = {{"alice", "alice 1001"}, {"proxy", "proxy"}, {"bob", "bob 1002"}};
  add(data, 4ms, "alice", "proxy", Tone::request, "REGISTER");
  add(data, 5ms, "proxy", "alice", Tone::failure, "401 Unauthorized");
  add(data, 6ms, "alice", "proxy", Tone::request, "REGISTER", {"digest"});
  add(data, 11ms, "proxy", "alice", Tone::success, "200 OK (REGISTER)", {"lcd \"Registered\""});
  add(data, 1204ms, "alice", "proxy", Tone::request, "INVITE 1002");
  add(data, 1205ms, "proxy", "bob", Tone::request, "INVITE 1002",
      {"bob LINE1 fast red", "lcd \"Alice 1001\""});
  add(data, 1210ms, "bob", "proxy", Tone::provisional, "180 Ringing");
  add(data, 1211ms, "proxy", "alice", Tone::provisional, "180 Ringing");
  add(data, 1800ms, "bob", "proxy", Tone::success, "200 OK (INVITE)", {"bob lifts handset"});
  add(data, 1801ms, "proxy", "alice", Tone::success, "200 OK (INVITE)");
  add(data, 1802ms, "alice", "proxy", Tone::request, "ACK");
  add(data, 1803ms, "proxy", "bob", Tone::request, "ACK");
  data.rows.push_back({1820ms, "alice", "bob", Tone::media, "RTP PCMU 20 ms", {}, std::nullopt});
  data.rows.push_back({1822ms, "bob", "alice", Tone::media, "RTP PCMU 20 ms", {}, std::nullopt});
  add(data, 7410ms, "bob", "proxy", Tone::request, "BYE");
  add_phones(data);
  data.loss_percent = {{"alice to bob", wave(0, 2)}, {"bob to alice", wave(0.4, 1)}};
  data.jitter_ms = {{"alice to bob", wave(0.3, 0.4)}, {"bob to alice", wave(2, 3)}};
  data.clips = {{"what alice heard", "match 0.98", std::string("RIFF\0\0\0\0WAVEfmt ", 16)},
                {"what bob heard", "match 0.98", std::string("RIFF\0\0\0\0WAVEfmt ", 16)}};
  return data;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// Tags that are opened but not closed, or closed but not open; empty if the page nests well.
std::string nesting_fault(const std::string& page) {
  static const std::vector<std::string> single = {"meta", "!DOCTYPE"};
  std::vector<std::string> open;
  for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const auto end = page.find('>', at);
    if (end == std::string::npos) return "unterminated tag";
    const std::string tag = page.substr(at + 1, end - at - 1);
    const std::string name =
        tag.substr(tag.front() == '/', tag.find_first_of(" /", 1) - (tag.front() == '/'));
    if (std::find(single.begin(), single.end(), name) != single.end() || tag.back() == '/')
      continue;
    if (tag.front() == '/') {
      if (open.empty() || open.back() != name) return "unexpected </" + name + ">";
      open.pop_back();
    } else {
      open.push_back(name);
      if (name == "style" || name == "script") at = page.find("</" + name, at) - 1;
    }
  }
  return open.empty() ? "" : "unclosed <" + open.back() + ">";
}

TEST(Report, IsWellFormedAndHoldsEveryRowAndMessage) {
  const ReportData data = sample();

  const std::string page = render_report(data);

  EXPECT_EQ(nesting_fault(page), "");
  EXPECT_EQ(count(page, "<a class=\"row "), data.messages.size());
  EXPECT_EQ(count(page, "<details id=\"m"), data.messages.size());
  for (const auto& message : data.messages)
    EXPECT_NE(page.find(html::escape(message)), std::string::npos) << message;
  EXPECT_NE(page.find("lcd &quot;Alice 1001&quot;"), std::string::npos);
  EXPECT_NE(page.find(">PASS</span>"), std::string::npos);
}

TEST(Report, KeepsMarkupInTextsAsText) {
  ReportData data = sample();
  const std::string evil = "<script>alert(1)</script>\" onload='x' & \xFF\x01";
  data.title = data.subtitle = evil;
  data.failures = {evil};
  data.summary = {{evil, evil}};
  data.columns[0].label = evil;
  data.rows[0].text = data.rows[0].from = evil;
  data.rows[5].notes = {evil};
  data.messages[0] = evil;
  data.phones[0].name = data.phones[0].leds[1].led = data.phones[0].leds[1].pattern = evil;
  data.phones[0].display[0] = {0ms, {evil}, {evil}};
  data.loss_percent[0].label = data.clips[0].label = data.clips[0].caption = evil;

  const std::string page = render_report(data);

  EXPECT_EQ(count(page, "<script>"), 1u);  // our own
  EXPECT_EQ(page.find("alert(1)</script>\""), std::string::npos);
  EXPECT_EQ(nesting_fault(page), "");
  EXPECT_EQ(page.find('\xFF'), std::string::npos);
  EXPECT_EQ(page.find('\x01'), std::string::npos);
  EXPECT_GT(count(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp; "),
            12u);
}

TEST(Report, LetsNothingInButItsOwnStyleScriptAndSound) {
  const std::string page = render_report(sample());

  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(page.find(html::policy_hash(report_css)), std::string::npos);
  EXPECT_NE(page.find(html::policy_hash(report_js)), std::string::npos);
  for (const char* outside :
       {"http://", "https://", "src=\"//", "unsafe-inline", " style=\"", "@import", "url(h"})
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
}

TEST(Report, SaysWhyItFailed) {
  ReportData data;
  data.title = "hold";
  data.failures = {"bob never rang"};

  const std::string page = render_report(data);

  EXPECT_EQ(nesting_fault(page), "");
  EXPECT_NE(page.find("<title>FAIL hold</title>"), std::string::npos);
  EXPECT_NE(page.find("<li>bob never rang</li>"), std::string::npos);
}

TEST(Report, DrawsARowWhoseMessageOrColumnIsNotThere) {
  ReportData data;
  data.columns = {{"alice", "alice"}};
  data.rows = {{1s, "alice", "10.0.0.9:5060", Tone::request, "OPTIONS", {}, 7}};

  const std::string page = render_report(data);

  EXPECT_EQ(nesting_fault(page), "");
  EXPECT_NE(page.find("alice to 10.0.0.9:5060: OPTIONS"), std::string::npos);
  EXPECT_EQ(page.find("href=\"#m7\""), std::string::npos);
}

TEST(Html, EscapesBrokenUtf8AndKeepsGoodUtf8) {
  EXPECT_EQ(html::escape("Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x93\x9E"),
            "Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x93\x9E");
  EXPECT_EQ(html::escape("\xC3(\xC0\xAF\xED\xA0\x80\xE2\x82"),
            "\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
            "\xEF\xBF\xBD");
  EXPECT_EQ(html::escape("a\r\nb\tc"), "a\nb\tc");
}

TEST(Html, WritesNumbersForCoordinates) {
  EXPECT_EQ(html::decimal(1.5), "1.5");
  EXPECT_EQ(html::decimal(100), "100");
  EXPECT_EQ(html::decimal(-0.001), "0");
  EXPECT_EQ(html::decimal(1.0 / 0.0), "0");
  EXPECT_EQ(html::seconds(1204567us), "1.204 s");
  EXPECT_EQ(html::data_uri("text/plain", "offhook"), "data:text/plain;base64,b2ZmaG9vaw==");
  EXPECT_EQ(html::policy_hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
}

}  // namespace
}  // namespace offhook::sim
