// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/report_ladder.hpp"

#include "actors/sip/status_code.hpp"

namespace offhook::sim {
namespace {

ReportData::Tone tone_of(const LadderRow& row) {
  if (row.kind == RowKind::media) return ReportData::Tone::media;
  if (row.kind == RowKind::request) return ReportData::Tone::request;
  if (sip::is_provisional(row.status)) return ReportData::Tone::provisional;
  return sip::is_success(row.status) ? ReportData::Tone::success : ReportData::Tone::failure;
}

}  // namespace

void add_ladder(ReportData& report, const Trace& trace, std::span<const LadderRow> rows,
                std::span<const Participant> participants) {
  report.columns.clear();
  report.rows.clear();
  report.messages.clear();
  for (const auto& each : participants) report.columns.push_back({each.id, each.label});
  for (const auto& row : rows) {
    ReportData::Row out{row.at, row.from, row.to, tone_of(row), row.text, {}, std::nullopt};
    if (row.kind != RowKind::media && row.packets > 1)
      out.notes.push_back("sent " + std::to_string(row.packets) + " times");
    for (const auto& note : row.notes) out.notes.push_back(note.who + " " + note.text);
    if (row.kind != RowKind::media) {
      out.message = report.messages.size();
      report.messages.push_back(trace.packets()[row.packet].octets);
    }
    report.rows.push_back(std::move(out));
  }
}

}  // namespace offhook::sim
