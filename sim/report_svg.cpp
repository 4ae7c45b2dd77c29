// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/report_svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "sim/html.hpp"

namespace offhook::sim {
namespace {

using html::decimal;
using html::escape;

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escape(value) + "\"";
}
std::string attribute(std::string_view name, double value) {
  return attribute(name, decimal(value));
}

std::string line(std::string_view css, double x1, double y1, double x2, double y2) {
  return "<line" + attribute("class", css) + attribute("x1", x1) + attribute("y1", y1) +
         attribute("x2", x2) + attribute("y2", y2) + "/>";
}
std::string rect(std::string_view css, double x, double y, double width, double height) {
  return "<rect" + attribute("class", css) + attribute("x", x) + attribute("y", y) +
         attribute("width", width) + attribute("height", height) + " rx=\"5\"/>";
}
std::string text(std::string_view css, double x, double y, std::string_view content,
                 std::string_view anchor = "start") {
  return "<text" + attribute("class", css) + attribute("x", x) + attribute("y", y) +
         attribute("text-anchor", anchor) + ">" + escape(content) + "</text>";
}
std::string open_svg(std::string_view css, double width, double height, std::string_view label,
                     std::string_view role) {
  return "<svg" + attribute("class", css) +
         attribute("viewBox", "0 0 " + decimal(width) + " " + decimal(height)) +
         attribute("role", role) + attribute("aria-label", label) + ">";
}

double in_seconds(Instant at) { return std::chrono::duration<double>(at).count(); }

/// 1, 2 or 5 times a power of ten: the distance of at most `lines` grid lines up to `largest`.
double grid_step(double largest, int lines) {
  const double rough = largest / lines;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (power * factor >= rough) return power * factor;
  return power * 10;
}

// Ladder.

constexpr double head_height = 46;
constexpr double row_height = 36;
constexpr double note_height = 15;
constexpr double first_column = 118;
constexpr double column_distance = 215;
constexpr double notes_width = 190;

constexpr std::array<std::string_view, 5> tone_names = {"request", "provisional", "success",
                                                        "failure", "media"};

std::optional<double> column_x(const ReportData& data, std::string_view id) {
  for (std::size_t i = 0; i < data.columns.size(); ++i)
    if (data.columns[i].id == id) return first_column + column_distance * static_cast<double>(i);
  return std::nullopt;
}

std::string arrow(double from, double to, double y) {
  const double back = from < to ? -9 : 9;
  const std::string points = decimal(to) + "," + decimal(y) + " " + decimal(to + back) + "," +
                             decimal(y - 5) + " " + decimal(to + back) + "," + decimal(y + 5);
  return line("arrow", from, y, to + back / 2, y) + "<polygon class=\"tip\"" +
         attribute("points", points) + "/>";
}

double height_of(const ReportData::Row& row) {
  return row_height +
         note_height * static_cast<double>(row.notes.empty() ? 0 : row.notes.size() - 1);
}

std::string ladder_row(const ReportData& data, const ReportData::Row& row, double y, double width) {
  const auto from = column_x(data, row.from);
  const auto to = column_x(data, row.to);
  const double height = height_of(row);
  std::string body = rect("hit", 2, y + 1, width - 4, height - 2);
  body += text("time", first_column - 46, y + 25, html::seconds(row.at), "end");
  if (from && to && *from != *to) {
    body += arrow(*from, *to, y + 26);
    body += text("label", (*from + *to) / 2, y + 19, row.text, "middle");
  } else {
    const std::string whole = row.from + " to " + row.to + ": " + row.text;
    body += text("label", from.value_or(to.value_or(first_column)) + 8, y + 22, whole, "start");
  }
  double note_y = y + 25;
  for (const auto& note : row.notes) {
    body += text("note", width - notes_width + 6, note_y, note);
    note_y += note_height;
  }
  const std::string css = "row " + std::string(tone_names[static_cast<std::size_t>(row.tone)]);
  if (!row.message || *row.message >= data.messages.size())
    return "<g" + attribute("class", css) + ">" + body + "</g>\n";
  const std::string label =
      html::seconds(row.at) + ", " + row.from + " to " + row.to + ": " + row.text;
  return "<a" + attribute("class", css) + attribute("href", "#m" + std::to_string(*row.message)) +
         attribute("aria-label", label) + ">" + body + "</a>\n";
}

// Time lines and plots share their frame.

struct Frame {
  double width = 600, left = 70, top = 14, right = 14, height = 0;
  double span_s = 1;
  [[nodiscard]] double x(Instant at) const {
    const double part = std::clamp(in_seconds(at) / span_s, 0.0, 1.0);
    return left + part * (width - left - right);
  }
  [[nodiscard]] double bottom() const { return top + height; }
};

Frame make_frame(double height, Instant duration) {
  Frame frame;
  frame.height = height;
  frame.span_s = std::max(in_seconds(duration), 0.001);
  return frame;
}

std::string time_axis(const Frame& frame) {
  std::string out =
      line("axis", frame.left, frame.bottom(), frame.width - frame.right, frame.bottom());
  const double step = grid_step(frame.span_s, 8);
  for (int i = 0; step * i <= frame.span_s * 1.0001; ++i) {
    const double x =
        frame.left + step * i / frame.span_s * (frame.width - frame.left - frame.right);
    out += line("axis", x, frame.bottom(), x, frame.bottom() + 5);
    out +=
        text("small", x, frame.bottom() + 19, decimal(step * i) + (i == 0 ? " s" : ""), "middle");
  }
  return out;
}

std::string led_class(std::string_view colour) {
  if (colour == "red" || colour == "green") return "led-" + std::string(colour);
  return "led-other";
}

constexpr double led_pitch = 36;
constexpr double led_bar = 16;  // below the words of its row
constexpr double led_bar_height = 12;

std::string words_of(const ReportData::LedChange& change) {
  if (change.colour == "off" || change.pattern == "off") return "off";
  std::string words = change.colour + " " + change.pattern;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string led_segment(const Frame& frame, const ReportData::LedChange& change, Instant end,
                        double y) {
  const double x = frame.x(change.at);
  const double width = std::max(frame.x(end) - x, 1.5);
  const std::string words = words_of(change);
  if (words == "off") return line("led-off", x, y + led_bar + 6, x + width, y + led_bar + 6);
  const bool flashes = change.pattern.find("flash") != std::string::npos;
  std::string out = "<g><title>" +
                    escape(change.led + " " + words + " from " + html::seconds(change.at) + " to " +
                           html::seconds(end)) +
                    "</title>" +
                    rect(led_class(change.colour), x, y + led_bar, width, led_bar_height);
  if (flashes) out += rect("flash", x, y + led_bar, width, led_bar_height);
  constexpr double letter = 6.2;
  if (width > letter * static_cast<double>(words.size())) out += text("small", x, y + 12, words);
  return out + "</g>";
}

}  // namespace

std::string draw_ladder(const ReportData& data) {
  const auto gaps = static_cast<double>(std::max<std::size_t>(data.columns.size(), 2) - 1);
  const double width = first_column + column_distance * gaps + notes_width + 14;
  double height = head_height + 14;
  for (const auto& row : data.rows) height += height_of(row);

  std::string out = open_svg("ladder", width, height, "Ladder of messages", "group");
  for (const auto& column : data.columns) {
    const double x = *column_x(data, column.id);
    out += line("life", x, head_height - 8, x, height - 6);
    out += "<g class=\"head\">" + rect("box", x - 66, 6, 132, 32) +
           text("name", x, 27, column.label, "middle") + "</g>\n";
  }
  double y = head_height;
  for (const auto& row : data.rows) {
    out += ladder_row(data, row, y, width);
    y += height_of(row);
  }
  return out + "</svg>";
}

std::string draw_leds(const ReportData::PhonePanel& phone, Instant duration) {
  std::vector<std::string> names;
  for (const auto& change : phone.leds)
    if (std::find(names.begin(), names.end(), change.led) == names.end())
      names.push_back(change.led);
  const Frame frame = make_frame(led_pitch * static_cast<double>(names.size()) + 6, duration);

  std::string words;  // the same for those who do not see it
  for (const auto& change : phone.leds)
    words += "; " + html::seconds(change.at) + " " + change.led + " " + words_of(change);
  std::string out =
      open_svg("leds", frame.width, frame.bottom() + 26, "LEDs of " + phone.name + words, "img");
  double y = frame.top;
  for (const auto& name : names) {
    out += text("name", 0, y + led_bar + 10, name);
    const ReportData::LedChange* shown = nullptr;
    for (const auto& change : phone.leds) {
      if (change.led != name) continue;
      if (shown != nullptr) out += led_segment(frame, *shown, change.at, y);
      shown = &change;
    }
    if (shown != nullptr) out += led_segment(frame, *shown, duration, y);
    y += led_pitch;
  }
  return out + time_axis(frame) + "</svg>";
}

std::string draw_plot(std::string_view title, std::string_view unit,
                      std::span<const ReportData::Curve> curves, Instant duration) {
  double largest = 1;
  for (const auto& curve : curves)
    for (const auto& point : curve.points)
      if (std::isfinite(point.value)) largest = std::max(largest, point.value);
  const double step = grid_step(largest, 4);
  const double top_value = step * std::ceil(largest / step);
  const Frame frame = make_frame(150, duration);
  const auto y_of = [&](double value) {
    return frame.bottom() - std::clamp(value / top_value, 0.0, 1.0) * frame.height;
  };

  std::string out = open_svg("plot", frame.width, frame.bottom() + 26,
                             std::string(title) + " over time, see the figures below", "img");
  for (int i = 0; step * i <= top_value * 1.0001; ++i) {
    out += line("grid", frame.left, y_of(step * i), frame.width - frame.right, y_of(step * i));
    const std::string mark = decimal(step * i) + " " + std::string(unit);
    out += text("small", frame.left - 8, y_of(step * i) + 4, mark, "end");
  }
  out += time_axis(frame);
  std::size_t number = 0;
  for (const auto& curve : curves) {
    std::string points;
    for (const auto& point : curve.points)
      if (std::isfinite(point.value))
        points += decimal(frame.x(point.at)) + "," + decimal(y_of(point.value)) + " ";
    out += "<polyline" + attribute("class", "curve c" + std::to_string(number++ % 4)) +
           attribute("points", points) + "/>";
  }
  return out + "</svg>";
}

}  // namespace offhook::sim
