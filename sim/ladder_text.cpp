// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/sip/status_code.hpp"
#include "sim/ladder.hpp"

namespace offhook::sim {
namespace {

constexpr std::size_t left_margin = 4;
constexpr std::size_t widest_span = 30;
constexpr std::size_t narrowest_span = 12;
constexpr std::size_t notes_width = 22;
constexpr Instant at_once = std::chrono::milliseconds{500};

/// ANSI "select graphic rendition" parameters.
enum Colour : int {
  plain = 0,
  dim = 2,
  red = 31,
  green = 32,
  yellow = 33,
  magenta = 35,
  cyan = 36
};

std::string printable(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) c = '?';
  return out;
}

/// One line of the picture: characters with a colour each.
class Line {
 public:
  void put(std::size_t column, std::string_view text, Colour colour = plain) {
    if (cells_.size() < column + text.size()) cells_.resize(column + text.size(), {' ', plain});
    for (std::size_t i = 0; i < text.size(); ++i) cells_[column + i] = {text[i], colour};
  }
  [[nodiscard]] std::string text(bool with_colour) const {
    std::string out;
    Colour now = plain;
    for (const auto& [character, colour] : cells_) {
      if (with_colour && colour != now && character != ' ') {
        out += "\x1b[" + std::to_string(colour) + "m";
        now = colour;
      }
      out += character;
    }
    if (now != plain) out += "\x1b[0m";
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out + "\n";
  }

 private:
  std::vector<std::pair<char, Colour>> cells_;
};

Colour colour_of(const LadderRow& row) {
  if (row.kind == RowKind::media) return magenta;
  if (row.kind == RowKind::request) return cyan;
  if (sip::is_provisional(row.status)) return yellow;
  return sip::is_success(row.status) ? green : red;
}

/// Text that fits into `room`: a response gives up its phrase first.
std::string label_of(const LadderRow& row, std::size_t room) {
  const bool repeated = row.kind != RowKind::media && row.packets > 1;
  const std::string count = repeated ? " x" + std::to_string(row.packets) : "";
  std::string label = printable(row.text) + count;
  if (label.size() <= room) return label;
  if (row.status != 0) return std::to_string(row.status) + count;
  label.resize(std::max<std::size_t>(room, 2));
  label.back() = '~';
  return label;
}

/// "<--- 180 Ringing ---" or "--- BYE --->" of exactly `width` characters.
std::string arrow(const LadderRow& row, std::size_t width, bool to_the_right) {
  const char shaft = row.kind == RowKind::media ? '=' : '-';
  std::string out(width, shaft);
  const std::string label = " " + label_of(row, width > 6 ? width - 6 : 1) + " ";
  if (label.size() + 2 <= width) out.replace((width - label.size()) / 2, label.size(), label);
  (to_the_right ? out.back() : out.front()) = to_the_right ? '>' : '<';
  return out;
}

std::string seconds(Instant at) {
  char text[32];
  std::snprintf(text, sizeof text, "%9.3f", std::chrono::duration<double>(at).count());
  return text;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (text.size() > width) {
    auto cut = text.rfind(' ', width);
    if (cut == std::string_view::npos || cut == 0) cut = width;
    lines.emplace_back(text.substr(0, cut));
    text.remove_prefix(cut);
    while (text.starts_with(' ')) text.remove_prefix(1);
  }
  lines.emplace_back(text);
  return lines;
}

class Picture {
 public:
  Picture(std::span<const LadderRow> rows, std::span<const Participant> participants,
          const TextStyle& style)
      : rows_(rows), participants_(participants), style_(style) {
    const std::size_t gaps = std::max<std::size_t>(participants.size(), 2) - 1;
    const std::size_t room =
        style.columns > left_margin + notes_width ? style.columns - left_margin - notes_width : 0;
    span_ = std::clamp(room / gaps, narrowest_span, widest_span);
    notes_at_ = left_margin + span_ * gaps + 3;
  }

  std::string draw() {
    head();
    for (std::size_t i = 0; i < rows_.size();) i = draw_from(i);
    return std::move(out_);
  }

 private:
  void head() {
    Line line;
    for (std::size_t i = 0; i < participants_.size(); ++i) {
      std::string label = printable(participants_[i].label).substr(0, span_ - 1);
      const std::size_t half = label.size() / 2;
      const std::size_t column = left_margin + span_ * i;
      line.put(column > half ? column - half : 0, label);
    }
    out_ += line.text(style_.colour);
  }

  /// Draws row `i` and those that share its line; returns the first row after them.
  std::size_t draw_from(std::size_t i) {
    Line line = life_lines();
    std::vector<std::string> beside;
    put_row(line, rows_[i], beside);
    std::size_t next = i + 1;
    while (next < rows_.size() && is_handed_on(rows_[next - 1], rows_[next]))
      put_row(line, rows_[next++], beside);

    if (beside.empty()) beside.push_back(seconds(rows_[i].at));
    for (const auto& note : beside) {
      line.put(notes_at_, note, dim);
      out_ += line.text(style_.colour);
      line = life_lines();
    }
    return next;
  }

  void put_row(Line& line, const LadderRow& row, std::vector<std::string>& beside) {
    const std::size_t room = style_.columns > notes_at_ + 8 ? style_.columns - notes_at_ : 8;
    const auto from = column_of(row.from);
    const auto to = column_of(row.to);
    std::vector<std::string> texts;
    if (from && to && *from != *to) {
      const std::size_t low = std::min(*from, *to);
      const std::size_t width = std::max(*from, *to) - low - 1;
      line.put(low + 1, arrow(row, width, *from < *to), colour_of(row));
    } else {
      texts.push_back(row.from + " -> " + row.to + " " + row.text);  // a stranger has no column
    }
    for (const auto& note : row.notes) texts.push_back(note.who + " " + note.text);
    for (const auto& text : texts)
      for (auto& part : wrapped(printable(text), room)) beside.push_back(std::move(part));
  }

  /// A proxy in the middle sends the same on, away from where it came.
  [[nodiscard]] bool is_handed_on(const LadderRow& row, const LadderRow& next) const {
    if (row.kind == RowKind::media || next.kind != row.kind || next.from != row.to ||
        next.method != row.method || next.status != row.status || next.call_id != row.call_id ||
        next.at - row.at > at_once)
      return false;
    const auto first = column_of(row.from), middle = column_of(row.to), last = column_of(next.to);
    return first && middle && last && ((*first < *middle) == (*middle < *last)) &&
           *first != *middle && *middle != *last;
  }

  [[nodiscard]] std::optional<std::size_t> column_of(std::string_view id) const {
    for (std::size_t i = 0; i < participants_.size(); ++i)
      if (participants_[i].id == id) return left_margin + span_ * i;
    return std::nullopt;
  }

  [[nodiscard]] Line life_lines() const {
    Line line;
    for (std::size_t i = 0; i < participants_.size(); ++i)
      line.put(left_margin + span_ * i, "|", dim);
    return line;
  }

  std::span<const LadderRow> rows_;
  std::span<const Participant> participants_;
  const TextStyle& style_;
  std::size_t span_ = 0;
  std::size_t notes_at_ = 0;
  std::string out_;
};

}  // namespace

std::string render_text(std::span<const LadderRow> rows, std::span<const Participant> participants,
                        const TextStyle& style) {
  return Picture(rows, participants, style).draw();
}

}  // namespace offhook::sim
