// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/side_by_side.hpp"

#include <algorithm>

#include "sim/scenario/media_rows.hpp"

namespace offhook::sim::scenario {
namespace {

/// How many lines before and after the difference are shown.
constexpr std::size_t before = 12, after = 4;

/// One space for many, nothing that would move a terminal's cursor.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '\t') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string fitted(const std::string& text, std::size_t width) {
  if (text.size() <= width) return text;
  return text.substr(0, width - 1) + "~";
}

/// "line 31, F7".
std::string name_of(const ExpectedRow& row) {
  return "line " + std::to_string(row.at.line) + (row.label.empty() ? "" : ", " + row.label);
}

class Page {
 public:
  explicit Page(std::size_t columns) : width_((std::max<std::size_t>(columns, 40) - 5) / 2) {}

  void add(char mark, std::string_view left, std::string_view right) {
    std::string line{mark, ' '};
    line += fitted(plain(left), width_);
    line.resize(2 + width_, ' ');
    line += " | " + fitted(plain(right), width_);
    line.erase(line.find_last_not_of(' ') + 1);
    lines_.push_back(std::move(line));
  }
  /// Keeps the last of what has been added so far.
  void keep(std::size_t count) {
    if (lines_.size() <= count) return;
    lines_.erase(lines_.begin(), lines_.end() - static_cast<std::ptrdiff_t>(count));
    add(' ', "(rows before this are alike)", "");
    std::rotate(lines_.begin(), lines_.end() - 1, lines_.end());
  }
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const auto& line : lines_) all += line + "\n";
    return all;
  }

 private:
  std::size_t width_;
  std::vector<std::string> lines_;
};

void add_aligned(Page& page, const Alignment& each, const Observed& observed) {
  if (each.expected == nullptr)
    return page.add(' ', "...",
                    each.skipped == 0 ? "" : "(" + std::to_string(each.skipped) + " messages)");
  const bool is_there = each.observed.has_value();
  page.add(' ', each.expected->text,
           is_there                   ? written(observed.rows[*each.observed])
           : is_media(*each.expected) ? "(holds)"
                                      : "(not sent)");
}

/// What comes after the difference on each side; the two no longer belong together.
void add_rest(Page& page, const Comparison& comparison, const ExpectedLadder& expected,
              const Observed& observed) {
  const auto& mismatch = *comparison.mismatch;
  std::vector<std::string> left, right;
  bool reached = mismatch.expected == nullptr;
  for (const auto& item : expected)
    for (const auto& row : item.rows) {
      if (reached && left.size() < after && mismatch.expected != nullptr) left.push_back(row.text);
      if (&row == mismatch.expected) reached = true;
    }
  if (mismatch.observed)
    for (std::size_t i = *mismatch.observed + 1; i < observed.rows.size() && right.size() < after;
         ++i)
      right.push_back(written(observed.rows[i]));
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i)
    page.add(' ', i < left.size() ? left[i] : "", i < right.size() ? right[i] : "");
}

std::string headline(const Mismatch& mismatch, const Observed& observed) {
  if (mismatch.expected == nullptr)
    return "the ladder ends, and " + written(observed.rows[*mismatch.observed]) +
           " was sent after it\n";
  std::string text = name_of(*mismatch.expected) + ": " + plain(mismatch.expected->text) + "\n";
  if (is_media(*mismatch.expected)) {
    for (const auto& fault : mismatch.differences) text += "  " + fault + "\n";
    return text;
  }
  if (mismatch.observed)
    text += "  was sent here    " + written(observed.rows[*mismatch.observed]) + "\n";
  else
    text += "  was sent here    nothing like it\n";
  if (!mismatch.nearest) return text;
  text += "  comes nearest    " + written(observed.rows[*mismatch.nearest]) +
          (mismatch.differences.empty() ? "   (as expected, but at another place)" : "") + "\n";
  for (const auto& difference : mismatch.differences) text += "    " + plain(difference) + "\n";
  return text;
}

}  // namespace

std::string written(const ObservedRow& observed) {
  const auto& row = observed.row;
  std::string text = to_line(row);
  if (row.kind == RowKind::response && row.method != "INVITE") text += " " + row.method;
  return plain(text);
}

std::string explain(const Comparison& comparison, const ExpectedLadder& expected,
                    const Observed& observed, std::size_t columns) {
  if (comparison.holds()) return {};
  const auto& mismatch = *comparison.mismatch;
  Page page(columns);
  for (const auto& each : comparison.aligned) add_aligned(page, each, observed);
  page.keep(before);
  page.add('!', mismatch.expected == nullptr ? "(end)" : std::string_view(mismatch.expected->text),
           mismatch.observed ? written(observed.rows[*mismatch.observed]) : "");
  add_rest(page, comparison, expected, observed);
  Page head(columns);
  head.add(' ', "expected", "sent");
  return headline(mismatch, observed) + "\n" + head.text() + page.text();
}

}  // namespace offhook::sim::scenario
