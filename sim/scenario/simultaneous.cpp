// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/simultaneous.hpp"

#include <algorithm>
#include <utility>

#include "sim/scenario/compare.hpp"
#include "sim/scenario/group_match.hpp"

namespace offhook::sim::scenario {
namespace {

/// How far a comparison came.
using Progress = std::pair<std::size_t, std::size_t>;

/// ACK and CANCEL have the number of their INVITE.
std::string_view kind_of(const sip::Message& message) {
  const auto method = message.cseq().method_text;
  return method == "ACK" || method == "CANCEL" ? "INVITE" : method;
}

bool is_one_transaction(const sip::Message& a, const sip::Message& b) {
  return a.call_id() == b.call_id() && a.cseq().number == b.cseq().number &&
         kind_of(a) == kind_of(b);
}

/// CANCEL goes from hop to hop: its 200 waits for nobody, and nobody waits for it (RFC 3261 §9.2).
bool is_answer_to_cancel(const ObservedRow& row) {
  return row.row.kind == RowKind::response && row.row.method == "CANCEL";
}

class Sorter {
 public:
  Sorter(const ExpectedLadder& expected, Observed observed, const std::set<std::string>& servers)
      : expected_(expected), observed_(std::move(observed)), servers_(servers) {}

  Observed run() {
    // Each move that stays has brought the comparison on, so this ends.
    while (move_one()) {
    }
    return std::move(observed_);
  }

 private:
  bool move_one();
  bool move(std::size_t from, std::size_t to, const Progress& before);
  [[nodiscard]] bool may_move(std::size_t from, std::size_t to) const;
  [[nodiscard]] Progress progress(const Mismatch& mismatch) const {
    if (mismatch.item >= expected_.size()) return {mismatch.item, 0};
    return {mismatch.item, fitting(expected_[mismatch.item], observed_, mismatch.row)};
  }
  [[nodiscard]] Instant time_of(std::size_t row) const { return observed_.rows[row].row.at; }

  const ExpectedLadder& expected_;
  Observed observed_;
  const std::set<std::string>& servers_;
};

bool Sorter::may_move(std::size_t from, std::size_t to) const {
  const auto& moved = observed_.rows[from];
  for (std::size_t i = std::min(from, to); i <= std::max(from, to); ++i) {
    if (i == from) continue;
    const auto& other = observed_.rows[i];
    if (from < to ? is_ordered(moved, other, servers_) : is_ordered(other, moved, servers_))
      return false;
  }
  return true;
}

/// Takes the move back unless the comparison comes further with it.
bool Sorter::move(std::size_t from, std::size_t to, const Progress& before) {
  if (!may_move(from, to)) return false;
  const auto rotate = [&](std::size_t source, std::size_t target) {
    const auto begin = observed_.rows.begin();
    const auto at = [&](std::size_t i) { return begin + static_cast<std::ptrdiff_t>(i); };
    if (source > target)
      std::rotate(at(target), at(source), at(source + 1));
    else
      std::rotate(at(source), at(source + 1), at(target + 1));
  };
  rotate(from, to);
  const auto comparison = compare(expected_, observed_);
  if (comparison.holds() || progress(*comparison.mismatch) > before) return true;
  rotate(to, from);
  return false;
}

bool Sorter::move_one() {
  const auto comparison = compare(expected_, observed_);
  if (comparison.holds()) return false;
  const auto& mismatch = *comparison.mismatch;
  const bool is_media = mismatch.expected != nullptr &&
                        mismatch.expected->kind != ExpectedKind::request &&
                        mismatch.expected->kind != ExpectedKind::response;
  if (is_media) return false;
  const Progress before = progress(mismatch);
  const std::size_t place = mismatch.row + before.second;
  const std::size_t count = observed_.rows.size();
  for (std::size_t i = place + 1; i < count && time_of(i) - time_of(place) <= at_once; ++i)
    if (move(i, place, before)) return true;
  // Something that came too early stands among those that `...` took.
  for (std::size_t i = place; i-- > 0 && place > 0 && time_of(place - 1) - time_of(i) <= at_once;)
    if (i + 1 < place && move(i, place - 1, before)) return true;
  return false;
}

}  // namespace

bool is_ordered(const ObservedRow& earlier, const ObservedRow& later,
                const std::set<std::string>& servers) {
  const bool same_way = earlier.row.from == later.row.from && earlier.row.to == later.row.to;
  const auto& actor = later.row.from;
  if (servers.contains(actor) && is_answer_to_cancel(later))
    return earlier.row.method == "CANCEL" && earlier.row.from == later.row.to;
  if (servers.contains(actor) && is_answer_to_cancel(earlier)) return false;
  if (servers.contains(actor))
    return (same_way || earlier.row.to == actor) &&
           is_one_transaction(*earlier.message, *later.message);
  return earlier.row.from == actor || earlier.row.to == actor;
}

Observed in_written_order(const ExpectedLadder& expected, Observed observed,
                          const std::set<std::string>& servers) {
  return Sorter(expected, std::move(observed), servers).run();
}

}  // namespace offhook::sim::scenario
