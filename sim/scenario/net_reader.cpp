// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/net_reader.hpp"

#include "sim/scenario/quantities.hpp"

namespace offhook::sim::scenario {
namespace {

/// "alice -> bob" may be written with and without spaces.
std::string read_way_text(Arguments& arguments) {
  std::string way = arguments.text("between whom, such as alice->bob, or all");
  for (const auto* arrow : {"->", "<->"})
    if (arguments.take(arrow)) way += arrow + arguments.text("the other end");
  return way;
}

Action read_disturbance(Arguments& arguments, const Names& names, Disturbance kind) {
  Disturb disturb;
  disturb.kind = kind;
  const Place at = arguments.place();
  const std::string text = read_way_text(arguments);
  if (!arguments.ok()) return disturb;
  const auto way = parse_way(text, names);
  if (!way)
    arguments.fault(at,
                    "'" + text + "' is no way; expected A->B, A<->B or all, of " + names.listed());
  disturb.way = way.value_or(Way{});
  if (kind == Disturbance::jitter || kind == Disturbance::delay)
    disturb.span = arguments.span("how long");
  else
    disturb.share = arguments.share("how many");
  return disturb;
}

Action read_clock(Arguments& arguments) {
  const Place at = arguments.place();
  const std::string text = arguments.text("how far, such as +60s");
  const auto span =
      text.starts_with("+") ? parse_span(std::string_view(text).substr(1)) : std::nullopt;
  if (arguments.ok() && !span) arguments.fault(at, "'" + text + "': expected +60s, +5min or +1h");
  return MoveClock{span.value_or(Instant{})};
}

}  // namespace

std::optional<Disturbance> parse_disturbance(std::string_view text) {
  if (text == "loss") return Disturbance::loss;
  if (text == "jitter") return Disturbance::jitter;
  if (text == "delay") return Disturbance::delay;
  if (text == "duplicate") return Disturbance::duplicate;
  if (text == "reorder") return Disturbance::reorder;
  return std::nullopt;
}

std::optional<Way> parse_way(std::string_view text, const Names& names) {
  if (text == "all") return Way{"all", "all", true};
  const std::size_t arrow = text.find("->");
  if (arrow == std::string_view::npos || arrow == 0) return std::nullopt;
  Way way;
  way.both = text[arrow - 1] == '<';
  way.from = text.substr(0, way.both ? arrow - 1 : arrow);
  way.to = text.substr(arrow + 2);
  if (!names.knows(way.from) || !names.knows(way.to)) return std::nullopt;
  return way;
}

Action read_net(Arguments& arguments, const Names& names) {
  const Place at = arguments.place();
  const std::string verb = arguments.text("a verb, such as loss or partition");
  if (!arguments.ok()) return MoveClock{};
  if (const auto kind = parse_disturbance(verb)) return read_disturbance(arguments, names, *kind);
  if (verb == "clock") return read_clock(arguments);
  if (verb != "partition" && verb != "heal") {
    arguments.fault(at, expected_one_of("verb", verb,
                                        {"loss", "jitter", "delay", "duplicate", "reorder",
                                         "partition", "heal", "clock"}));
    return MoveClock{};
  }
  const Place who_at = arguments.place();
  const std::string who = arguments.text(verb == "heal" ? "all, or who" : "who");
  if (arguments.ok() && !names.knows(who) && !(verb == "heal" && who == "all"))
    arguments.fault(who_at, "nobody is called '" + who + "'; expected one of " + names.listed());
  if (verb == "heal") return Heal{who};
  return Partition{who};
}

}  // namespace offhook::sim::scenario
