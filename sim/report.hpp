// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/base/clock.hpp"

namespace offhook::sim {

/// Everything a report shows. Plain values: nothing here has to come from a real run. Times are
/// phone time; texts may hold anything and are escaped.
struct ReportData {
  std::string title;     ///< "demo: two phones, one call"
  std::string subtitle;  ///< "seed 7, virtual time, offhook 0.1.0"
  bool pass = false;
  std::vector<std::string> failures;  ///< one sentence each, shown in the banner
  std::vector<std::pair<std::string, std::string>> summary;

  struct Column {
    std::string id;
    std::string label;
  };
  std::vector<Column> columns;

  enum class Tone : std::uint8_t { request, provisional, success, failure, media };
  struct Row {
    Instant at{};
    std::string from;  ///< Column::id; another name draws nothing but is listed
    std::string to;
    Tone tone = Tone::request;
    std::string text;
    std::vector<std::string> notes;
    std::optional<std::size_t> message;  ///< index into `messages`
  };
  std::vector<Row> rows;
  std::vector<std::string> messages;  ///< as sent

  struct LedChange {
    Instant at{};
    std::string led;      ///< "line1"
    std::string colour;   ///< "off", "red", "green"
    std::string pattern;  ///< "off", "steady", or words with "flash"
  };
  struct DisplayChange {
    Instant at{};
    std::vector<std::string> lines;
    std::vector<std::string> soft_keys;
  };
  struct PhonePanel {
    std::string name;
    std::vector<LedChange> leds;         ///< in order of time
    std::vector<DisplayChange> display;  ///< in order of time
  };
  std::vector<PhonePanel> phones;

  /// One step of the script: what the phones showed when it was done is drawn beside it.
  struct Step {
    Instant at{};
    std::string text;  ///< "alice softkey Hold"
    bool passed = true;
  };
  std::vector<Step> steps;

  struct Point {
    Instant at{};
    double value = 0;
  };
  struct Curve {
    std::string label;  ///< "alice to bob"
    std::vector<Point> points;
  };
  std::vector<Curve> loss_percent;
  std::vector<Curve> jitter_ms;

  struct Clip {
    std::string label;    ///< "what bob heard"
    std::string caption;  ///< "match 0.98"
    std::string wav;      ///< a whole WAV file
  };
  std::vector<Clip> clips;

  Instant duration{};  ///< of the run; the right end of the time lines
};

/// One HTML page that needs nothing else: no request leaves it (Content-Security-Policy with
/// hashes), it reads without scripts, by keyboard, in light and dark, wide and narrow.
[[nodiscard]] std::string render_report(const ReportData& data);

}  // namespace offhook::sim
