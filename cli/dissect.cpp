// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/dissect.hpp"

#include <algorithm>
#include <array>

namespace offhook::cli {
namespace {

constexpr std::size_t columns = 80;
constexpr std::string_view bold = "1", red = "31", green = "32", yellow = "33";

/// Length of the UTF-8 sequence that `text` begins with (RFC 3629 §4); 0 if it is none.
std::size_t sequence_length(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = octet(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  unsigned char low = 0x80, high = 0xBF;  // of the second octet: no overlong forms, no surrogates
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (octet(1) < low || octet(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if ((octet(i) & 0xC0) != 0x80) return 0;
  return length;
}

/// A line as cells of a terminal, and the cell that an octet went to.
struct Cells {
  std::vector<std::string> cells;
  std::size_t marked = 0;
};
Cells cells_of(std::string_view line, std::size_t octet) {
  Cells result;
  for (std::size_t at = 0; at < line.size();) {
    if (at <= octet) result.marked = result.cells.size();
    const auto c = static_cast<unsigned char>(line[at]);
    const std::size_t length = sequence_length(line.substr(at));
    const bool control =
        c < 0x20 || c == 0x7F ||
        (c == 0xC2 && length == 2 && static_cast<unsigned char>(line[at + 1]) < 0xA0);
    if (length == 0)
      result.cells.emplace_back("\uFFFD");
    else if (control)
      result.cells.emplace_back(c == '\t' ? " " : "·");
    else
      result.cells.emplace_back(line.substr(at, length));
    at += std::max<std::size_t>(length, 1);
  }
  if (octet >= line.size()) result.marked = result.cells.size();
  return result;
}

std::string joined(const std::vector<std::string>& cells, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += cells[i];
  return text;
}

/// Printable, and no wider than that.
std::string fitted(std::string_view text, std::size_t width) {
  const auto cells = cells_of(text.substr(0, 4 * columns), 0).cells;
  if (cells.size() <= width && text.size() <= 4 * columns) return joined(cells, 0, cells.size());
  return joined(cells, 0, std::min(cells.size(), width - 1)) + "…";
}

/// The line around `offset` and a caret below it; empty if the line is.
std::string excerpt(std::string_view text, std::size_t offset) {
  constexpr std::size_t indent = 6, width = columns - indent, before = 48;
  offset = std::min(offset, text.size());
  std::size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;  // npos + 1 is 0
  std::string_view line = text.substr(begin, text.find('\n', offset) - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return {};
  bool cut = false;
  if (offset - begin > width - 2) {  // far to the right: show what stands around it
    std::size_t skipped = offset - begin - before;
    while (skipped < line.size() && (static_cast<unsigned char>(line[skipped]) & 0xC0) == 0x80)
      ++skipped;
    line.remove_prefix(std::min(skipped, line.size()));
    begin += skipped;
    cut = true;
  }
  const Cells all = cells_of(line.substr(0, 4 * columns), offset - begin);
  const std::size_t room = width - (cut ? 1 : 0);
  const bool fits = all.cells.size() <= room && line.size() <= 4 * columns;
  const std::size_t shown = fits ? all.cells.size() : std::min(all.cells.size(), room - 1);
  const std::string margin(indent, ' ');
  return margin + (cut ? "…" : "") + joined(all.cells, 0, shown) + (fits ? "" : "…") + "\n" +
         margin + std::string(std::min(all.marked, shown) + (cut ? 1 : 0), ' ') + "^\n";
}

}  // namespace

std::string_view to_string(Validity validity) {
  static constexpr auto names = std::to_array<std::string_view>({"valid", "odd", "invalid"});
  return names[static_cast<std::size_t>(validity)];
}

std::string to_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0)
      clean += "\uFFFD";
    else
      clean += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return clean;
}

boost::json::value json_or_null(const std::optional<std::string>& text) {
  return text ? boost::json::value(to_utf8(*text)) : boost::json::value(nullptr);
}

boost::json::array to_json(const std::vector<Remark>& remarks) {
  boost::json::array array;
  for (const Remark& remark : remarks)
    array.push_back({{"offset", remark.offset},
                     {"header", json_or_null(remark.header)},
                     {"reason", to_utf8(remark.reason)}});
  return array;
}

std::string Page::painted(std::string_view sequence, std::string_view text) const {
  if (!colour_) return std::string(text);
  return "\x1b[" + std::string(sequence) + "m" + std::string(text) + "\x1b[0m";
}

void Page::title(std::string_view file, Validity validity, std::string_view what) {
  const auto colour = validity == Validity::valid ? green
                      : validity == Validity::odd ? yellow
                                                  : red;
  const std::string name = fitted(file, 40);
  const std::size_t taken = cells_of(name, 0).cells.size() + to_string(validity).size() + 3;
  text_ += painted(bold, name) + ": " + painted(colour, to_string(validity)) + " " +
           fitted(what, columns - taken) + "\n";
}

void Page::fact(std::string_view name, const std::optional<std::string>& value) {
  if (!value) return;
  std::string line = "  " + std::string(name);
  line.resize(std::max<std::size_t>(line.size() + 1, 16), ' ');
  text_ += line + fitted(*value, columns - line.size()) + "\n";
}

void Page::remark(std::string_view kind, const Remark& remark, std::string_view text) {
  const auto begin = text.begin();
  const auto line =
      1 + std::count(begin,
                     begin + static_cast<std::ptrdiff_t>(std::min(remark.offset, text.size())),
                     '\n');
  const std::string where = "line " + std::to_string(line) + ", octet " +
                            std::to_string(remark.offset) +
                            (remark.header ? ", " + fitted(*remark.header, 24) : "") + ": ";
  const std::size_t taken = 4 + kind.size() + cells_of(where, 0).cells.size();
  text_ += "  " + painted(kind == "error" ? red : yellow, kind) + ", " + where +
           fitted(remark.reason, taken < columns - 8 ? columns - taken : 8) + "\n" +
           excerpt(text, remark.offset);
}

}  // namespace offhook::cli
