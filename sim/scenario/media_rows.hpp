// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "sim/scenario/compare.hpp"

namespace offhook::sim::scenario {

[[nodiscard]] inline bool is_media(const ExpectedRow& row) {
  return row.kind == ExpectedKind::media || row.kind == ExpectedKind::silence;
}

/// A stream shorter than this within the span asked about does not count as flowing: packets cross
/// the message that ends it.
inline constexpr Instant media_begins = 100ms;

/// Whether `from` sends `to` RTP, of `codec` unless empty, in that span.
[[nodiscard]] bool flows(const Observed& observed, std::string_view from, std::string_view to,
                         std::string_view codec, Instant begin, Instant end);

/// The first media row that does not hold. `complete`: the rows after the last aligned one are
/// known to be none, so a media row at the end is checked as well.
[[nodiscard]] std::optional<Mismatch> check_media(std::span<const Alignment> aligned,
                                                  const Observed& observed, bool complete);

}  // namespace offhook::sim::scenario
