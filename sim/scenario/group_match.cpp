// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/group_match.hpp"

#include <algorithm>

#include "sim/scenario/compare.hpp"
#include "sim/scenario/media_rows.hpp"

namespace offhook::sim::scenario {
namespace {

/// Bipartite matching by augmenting paths, which never leave a vertex once it is matched: so the
/// rows that must be there are matched first, then the messages.
class Pairing {
 public:
  Pairing(const ExpectedItem& group, const Observed& observed, std::size_t first, std::size_t count)
      : row_of_message_(count, none), message_of_row_(group.rows.size(), none) {
    for (std::size_t r = 0; r < group.rows.size(); ++r)
      for (std::size_t m = 0; m < count; ++m)
        fits_.push_back(!is_media(group.rows[r]) &&
                        differences(group.rows[r], observed.rows[first + m]).empty());
  }

  bool match_row(std::size_t row) {
    std::vector<bool> seen(row_of_message_.size());
    return augment_row(row, seen);
  }
  bool match_message(std::size_t message) {
    if (row_of_message_[message] != none) return true;
    std::vector<bool> seen(message_of_row_.size());
    return augment_message(message, seen);
  }
  [[nodiscard]] const std::vector<std::size_t>& rows() const { return row_of_message_; }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  [[nodiscard]] bool fits(std::size_t row, std::size_t message) const {
    return fits_[row * row_of_message_.size() + message];
  }
  void pair(std::size_t row, std::size_t message) {
    row_of_message_[message] = row;
    message_of_row_[row] = message;
  }
  bool augment_row(std::size_t row, std::vector<bool>& seen) {
    for (std::size_t m = 0; m < seen.size(); ++m) {
      if (seen[m] || !fits(row, m)) continue;
      seen[m] = true;
      if (row_of_message_[m] == none || augment_row(row_of_message_[m], seen)) {
        pair(row, m);
        return true;
      }
    }
    return false;
  }
  bool augment_message(std::size_t message, std::vector<bool>& seen) {
    for (std::size_t r = 0; r < seen.size(); ++r) {
      if (seen[r] || !fits(r, message)) continue;
      seen[r] = true;
      if (message_of_row_[r] == none || augment_message(message_of_row_[r], seen)) {
        pair(r, message);
        return true;
      }
    }
    return false;
  }

  std::vector<std::size_t> row_of_message_, message_of_row_;
  std::vector<bool> fits_;
};

}  // namespace

std::optional<std::vector<std::size_t>> match_group(const ExpectedItem& group,
                                                    const Observed& observed, std::size_t first,
                                                    std::size_t count) {
  if (first + count > observed.rows.size()) return std::nullopt;
  Pairing pairing(group, observed, first, count);
  for (std::size_t row = 0; row < group.rows.size(); ++row) {
    const bool must_be = !group.rows[row].optional && !is_media(group.rows[row]);
    if (must_be && !pairing.match_row(row)) return std::nullopt;
  }
  for (std::size_t message = 0; message < count; ++message)
    if (!pairing.match_message(message)) return std::nullopt;
  return pairing.rows();
}

std::vector<std::size_t> group_lengths(const ExpectedItem& group, const Observed& observed,
                                       std::size_t first) {
  const auto count = [&](auto&& which) {
    return static_cast<std::size_t>(std::count_if(group.rows.begin(), group.rows.end(), which));
  };
  const std::size_t most = count([](const auto& row) { return !is_media(row); });
  const std::size_t least = count([](const auto& row) { return !is_media(row) && !row.optional; });
  std::vector<std::size_t> lengths;
  for (std::size_t length = least; length <= most; ++length)
    if (match_group(group, observed, first, length)) lengths.push_back(length);
  return lengths;
}

std::size_t fitting(const ExpectedItem& item, const Observed& observed, std::size_t first) {
  const std::size_t most = std::min(item.rows.size(), observed.rows.size() - first);
  for (std::size_t count = most; count > 0; --count) {
    Pairing pairing(item, observed, first, count);
    std::size_t message = 0;
    while (message < count && pairing.match_message(message)) ++message;
    if (message == count) return count;
  }
  return 0;
}

std::size_t first_missing(const ExpectedItem& item, const Observed& observed, std::size_t first) {
  const std::size_t count = std::min(item.rows.size(), observed.rows.size() - first);
  Pairing pairing(item, observed, first, count);
  for (std::size_t row = 0; row < item.rows.size(); ++row) {
    const bool must_be = !item.rows[row].optional && !is_media(item.rows[row]);
    if (must_be && !pairing.match_row(row)) return row;
  }
  return 0;
}

}  // namespace offhook::sim::scenario
