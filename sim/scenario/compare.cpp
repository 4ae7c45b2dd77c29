// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/compare.hpp"

#include <algorithm>
#include <limits>

#include "sim/scenario/group_match.hpp"
#include "sim/scenario/media_rows.hpp"

namespace offhook::sim::scenario {
namespace {

using Kind = ExpectedItem::Kind;

bool fits(const ExpectedRow& expected, const ObservedRow& observed) {
  // The cheap half first: most pairs differ there.
  return expected.from == observed.row.from && expected.to == observed.row.to &&
         differences(expected, observed).empty();
}

/// All ways through the two ladders at once: which row can be the next after so many items. From
/// the start on, each place remembers how it was come to.
class Walk {
 public:
  Walk(const ExpectedLadder& expected, const Observed& observed)
      : expected_(expected),
        observed_(observed),
        places_((expected.size() + 1) * (observed.rows.size() + 1), unreached) {}

  Comparison run();

 private:
  static constexpr std::uint32_t unreached = std::numeric_limits<std::uint32_t>::max();

  [[nodiscard]] std::size_t rows() const { return observed_.rows.size(); }
  /// How many rows the step to this place took; an `anything` counts those of its stay as well.
  std::uint32_t& place(std::size_t item, std::size_t row) {
    return places_[item * (rows() + 1) + row];
  }
  void reach(std::size_t item, std::size_t row, std::size_t taken) {
    if (place(item, row) == unreached) place(item, row) = static_cast<std::uint32_t>(taken);
  }
  void step(std::size_t item, std::size_t row);
  [[nodiscard]] std::pair<std::size_t, std::size_t> furthest();
  [[nodiscard]] std::vector<Alignment> path_to(std::size_t item, std::size_t row);
  void align_group(const ExpectedItem& group, std::size_t item, std::size_t first,
                   std::size_t taken, std::vector<Alignment>& reversed) const;
  [[nodiscard]] Mismatch mismatch_at(std::size_t item, std::size_t row) const;

  const ExpectedLadder& expected_;
  const Observed& observed_;
  std::vector<std::uint32_t> places_;
};

void Walk::step(std::size_t item, std::size_t row) {
  const ExpectedItem& next = expected_[item];
  if (next.kind == Kind::anything) {
    for (std::size_t end = row; end <= rows(); ++end) reach(item + 1, end, end - row);
    return;
  }
  if (next.kind == Kind::group) {
    for (const std::size_t taken : group_lengths(next, observed_, row))
      reach(item + 1, row + taken, taken);
    return;
  }
  const ExpectedRow& only = next.rows.front();
  if (is_media(only)) return reach(item + 1, row, 0);
  if (row < rows() && fits(only, observed_.rows[row])) reach(item + 1, row + 1, 1);
  if (only.optional) reach(item + 1, row, 0);
}

/// Where the comparison fails: after the most items; there, at the first such row. All items done:
/// at the last such row, as less is left over.
std::pair<std::size_t, std::size_t> Walk::furthest() {
  for (std::size_t item = expected_.size() + 1; item-- > 0;) {
    const bool done = item == expected_.size();
    for (std::size_t i = 0; i <= rows(); ++i) {
      const std::size_t row = done ? rows() - i : i;
      if (place(item, row) != unreached) return {item, row};
    }
  }
  return {0, 0};
}

void Walk::align_group(const ExpectedItem& group, std::size_t item, std::size_t first,
                       std::size_t taken, std::vector<Alignment>& reversed) const {
  const auto rows_of_group = match_group(group, observed_, first, taken);
  for (auto row = group.rows.rbegin(); row != group.rows.rend(); ++row)
    if (is_media(*row)) reversed.push_back({item, &*row, std::nullopt, 0});
  for (std::size_t i = taken; i-- > 0;)
    reversed.push_back({item, &group.rows[rows_of_group->at(i)], first + i, 0});
}

std::vector<Alignment> Walk::path_to(std::size_t item, std::size_t row) {
  std::vector<Alignment> reversed;
  while (item > 0) {
    const std::size_t taken = place(item, row);
    row -= taken;
    --item;
    const ExpectedItem& done = expected_[item];
    if (done.kind == Kind::group)
      align_group(done, item, row, taken, reversed);
    else if (done.kind == Kind::anything)
      reversed.push_back({item, nullptr, row, taken});
    else
      reversed.push_back(
          {item, &done.rows.front(), taken == 0 ? std::nullopt : std::optional(row), 0});
  }
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

/// The fewer and the lighter the differences, the nearer.
std::size_t strangeness(const ExpectedRow& expected, const ObservedRow& observed) {
  std::size_t score = 0;
  for (const auto& difference : differences(expected, observed))
    score += difference.starts_with("message:")                                         ? 6
             : difference.starts_with("sender:") || difference.starts_with("receiver:") ? 3
                                                                                        : 2;
  return score;
}

Mismatch Walk::mismatch_at(std::size_t item, std::size_t row) const {
  Mismatch mismatch;
  mismatch.item = item;
  mismatch.row = row;
  // After `...` no message is more "at that place" than any other.
  const bool floats = item > 0 && expected_[item - 1].kind == Kind::anything;
  if (row < rows() && !floats) mismatch.observed = row;
  if (item == expected_.size()) return mismatch;
  // Of a group, a row that none of those sent here can be.
  const auto& candidates = expected_[item].rows;
  const auto missing = first_missing(expected_[item], observed_, row);
  mismatch.expected = &candidates[missing];
  std::size_t best = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = row; i < rows(); ++i)
    if (const auto score = strangeness(*mismatch.expected, observed_.rows[i]); score < best) {
      best = score;
      mismatch.nearest = i;
    }
  if (mismatch.nearest)
    mismatch.differences = differences(*mismatch.expected, observed_.rows[*mismatch.nearest]);
  return mismatch;
}

Comparison Walk::run() {
  reach(0, 0, 0);
  for (std::size_t item = 0; item < expected_.size(); ++item) {
    const bool any = expected_[item].kind == Kind::anything;
    for (std::size_t row = 0; row <= rows(); ++row) {
      if (place(item, row) == unreached) continue;
      step(item, row);
      if (any) break;  // the first place reaches all that later ones do
    }
  }
  const auto [item, row] = furthest();
  Comparison result{path_to(item, row), std::nullopt};
  const bool all_matched = item == expected_.size() && row == rows();
  if (auto media = check_media(result.aligned, observed_, all_matched)) {
    result.mismatch = std::move(media);
    // What was aligned after it is shown as not compared.
    const auto at = std::find_if(result.aligned.begin(), result.aligned.end(), [&](const auto& a) {
      return a.expected == result.mismatch->expected;
    });
    result.aligned.erase(at, result.aligned.end());
  } else if (!all_matched) {
    result.mismatch = mismatch_at(item, row);
  }
  return result;
}

}  // namespace

Comparison compare(const ExpectedLadder& expected, const Observed& observed) {
  return Walk(expected, observed).run();
}

}  // namespace offhook::sim::scenario
