// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/media_rows.hpp"

#include <algorithm>

namespace offhook::sim::scenario {
namespace {

struct Span {
  Instant begin{}, end{};
};

/// From the last message of another item before a media row to the first after it. Nullopt if what
/// follows was not matched.
std::optional<Span> span_around(std::span<const Alignment> aligned, std::size_t index,
                                const Observed& observed, bool complete) {
  const std::size_t item = aligned[index].item;
  const auto is_anchor = [&](const Alignment& each) {
    return each.item != item && each.expected != nullptr && each.observed;
  };
  Span span{Instant{}, observed.end};
  for (std::size_t i = index; i-- > 0;)
    if (is_anchor(aligned[i])) {
      span.begin = observed.rows[*aligned[i].observed].row.at;
      break;
    }
  for (std::size_t i = index + 1; i < aligned.size(); ++i)
    if (is_anchor(aligned[i])) {
      span.end = observed.rows[*aligned[i].observed].row.at;
      return span;
    }
  return complete ? std::optional(span) : std::nullopt;
}

std::vector<std::string> faults_of(const ExpectedRow& expected, const Observed& observed,
                                   Span span) {
  const bool wanted = expected.kind == ExpectedKind::media;
  if (!wanted) span.begin += media_begins;  // what was on its way
  std::vector<std::string> faults;
  const auto check = [&](const std::string& from, const std::string& to) {
    if (flows(observed, from, to, expected.codec, span.begin, span.end) == wanted) return;
    faults.push_back("RTP from " + from + " to " + to + ": expected " +
                     (wanted ? (expected.codec.empty() ? "some" : expected.codec) : "none") +
                     " between the messages around it, there is " + (wanted ? "none" : "some"));
  };
  check(expected.from, expected.to);
  if (expected.both_ways) check(expected.to, expected.from);
  return faults;
}

}  // namespace

bool flows(const Observed& observed, std::string_view from, std::string_view to,
           std::string_view codec, Instant begin, Instant end) {
  return std::any_of(observed.media.begin(), observed.media.end(), [&](const LadderRow& row) {
    return row.from == from && row.to == to && (codec.empty() || row.codec == codec) &&
           std::min(row.last, end) - std::max(row.at, begin) >= media_begins;
  });
}

std::optional<Mismatch> check_media(std::span<const Alignment> aligned, const Observed& observed,
                                    bool complete) {
  for (std::size_t i = 0; i < aligned.size(); ++i) {
    const auto* expected = aligned[i].expected;
    if (expected == nullptr || !is_media(*expected)) continue;
    const auto span = span_around(aligned, i, observed, complete);
    if (!span) continue;
    auto faults = faults_of(*expected, observed, *span);
    if (!faults.empty())
      return Mismatch{expected, std::nullopt, std::nullopt, std::move(faults), aligned[i].item, 0};
  }
  return std::nullopt;
}

}  // namespace offhook::sim::scenario
