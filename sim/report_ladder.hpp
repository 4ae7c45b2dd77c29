// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "sim/ladder.hpp"
#include "sim/report.hpp"
#include "sim/trace.hpp"

namespace offhook::sim {

/// Puts the ladder of a trace into a report: columns, rows, and the message behind each row.
/// Replaces what was there; `rows` are those of `make_ladder` for this trace.
void add_ladder(ReportData& report, const Trace& trace, std::span<const LadderRow> rows,
                std::span<const Participant> participants);

}  // namespace offhook::sim
