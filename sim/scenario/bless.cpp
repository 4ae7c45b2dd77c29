// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/bless.hpp"

#include <algorithm>
#include <set>

#include "sim/scenario/compare.hpp"
#include "sim/scenario/media_rows.hpp"
#include "sim/scenario/side_by_side.hpp"

namespace offhook::sim::scenario {
namespace {

struct Stream {
  std::string from, to, codec;
  friend auto operator<=>(const Stream&, const Stream&) = default;
};

/// Who speaks to whom between two moments.
std::set<Stream> streams_between(const Observed& observed, Instant begin, Instant end) {
  std::set<Stream> all;
  for (const auto& row : observed.media)
    if (flows(observed, row.from, row.to, row.codec, begin, end))
      all.insert({row.from, row.to, row.codec});
  return all;
}

std::string lines_of(const std::set<Stream>& streams) {
  std::string lines;
  for (const auto& each : streams) {
    const bool both = streams.contains({each.to, each.from, each.codec});
    if (both && each.to < each.from) continue;
    lines += each.from + (both ? " == " : " -> ") + each.to + "  RTP " + each.codec + "\n";
  }
  return lines;
}

/// "alice -> proxy  INVITE 1002  sdp.dir=sendrecv": two spaces between what belongs together.
std::string line_of(const ObservedRow& observed) {
  std::string line = to_line(observed.row);
  if (observed.row.kind == RowKind::response && observed.row.method != "INVITE")
    line += " " + observed.row.method;
  const bool is_answer = observed.row.kind == RowKind::response && observed.row.status >= 200;
  if (is_answer && !observed.row.sdp_direction.empty())
    line += "  sdp.dir=" + observed.row.sdp_direction;
  return line;
}

}  // namespace

std::string ladder_text(const Observed& observed) {
  std::string text;
  std::set<Stream> before;
  for (std::size_t i = 0; i < observed.rows.size(); ++i) {
    text += line_of(observed.rows[i]) + "\n";
    const bool last = i + 1 == observed.rows.size();
    const Instant end = last ? observed.end : observed.rows[i + 1].row.at;
    const Instant begin = observed.rows[i].row.at;
    if (end - begin < 2 * media_begins) continue;  // too short to tell
    auto now = streams_between(observed, begin, end);
    if (now != before) text += lines_of(now);
    before = std::move(now);
  }
  return text;
}

std::string with_ladder(std::string_view file_text, const Scenario& scenario,
                        std::string_view ladder) {
  if (!scenario.has_ladder)
    return std::string(file_text) + (file_text.ends_with('\n') ? "" : "\n") + "ladder = '''\n" +
           std::string(ladder) + "'''\n";
  const auto start_of = [&](std::uint32_t line) {
    std::size_t at = 0;
    for (std::uint32_t i = 1; i < line && at != std::string_view::npos; ++i)
      at = file_text.find('\n', at) + 1;
    return std::min(at, file_text.size());
  };
  return std::string(file_text.substr(0, start_of(scenario.ladder_first))) + std::string(ladder) +
         std::string(file_text.substr(start_of(scenario.ladder_last)));
}

std::string blessed(std::string_view file_text, const Scenario& scenario,
                    const Observed& observed) {
  if (scenario.has_ladder && compare(scenario.ladder, observed).holds())
    return std::string(file_text);
  return with_ladder(file_text, scenario, ladder_text(observed));
}

}  // namespace offhook::sim::scenario
