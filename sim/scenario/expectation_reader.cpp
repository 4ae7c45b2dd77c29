// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/expectation_reader.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "actors/device/led_pattern.hpp"
#include "media/clips.hpp"
#include "media/tones.hpp"
#include "sim/scenario/quantities.hpp"

namespace offhook::sim::scenario {
namespace {

using Reader = std::function<Expectation(Arguments&)>;

/// What people say, and the state of the API. "ringing" and "calling" stand for two states each.
const std::map<std::string_view, std::string_view>& call_words() {
  static const std::map<std::string_view, std::string_view> words = {
      {"calling", "calling"}, {"ringing", "ringing"},          {"talking", "connected"},
      {"held", "held_local"}, {"held-by-peer", "held_remote"}, {"held-by-both", "held_both"},
      {"ended", "ended"},
  };
  return words;
}

Expectation read_call(Arguments& arguments) {
  if (arguments.take("none")) return CallIs{0, {}};
  CallIs expected;
  expected.call = arguments.whole("none, or the number of a call", 1, 9999);
  const Place at = arguments.place();
  const std::string word = arguments.text("the state of the call, such as talking");
  if (!arguments.ok()) return expected;
  const auto state = call_words().find(word);
  if (state != call_words().end()) {
    expected.state = state->second;
    return expected;
  }
  std::vector<std::string_view> known;
  for (const auto& [each, unused] : call_words()) known.push_back(each);
  arguments.fault(at, expected_one_of("call state", word, known));
  return expected;
}

/// "slow-green" is what the API calls green and slow_flash; "green" is steady.
Expectation read_led(Arguments& arguments) {
  LedIs expected;
  const Place at = arguments.place();
  expected.led = arguments.text("a lamp, such as line1");
  if (arguments.ok() && !device::led_named(expected.led))
    arguments.fault(at, "'" + expected.led +
                            "' is no lamp; expected power, message, headset, speaker, mute, call, "
                            "ring, line1 …, key1 …");
  const Place shown_at = arguments.place();
  const std::string shown = arguments.text("off, green, red, fast-red, slow-green …");
  if (!arguments.ok() || shown == "off") {
    expected.shown = "off";
    return expected;
  }
  const std::size_t dash = shown.find('-');
  const std::string colour = dash == std::string::npos ? shown : shown.substr(dash + 1);
  const std::string rhythm = dash == std::string::npos ? "steady" : shown.substr(0, dash);
  static const std::map<std::string_view, std::string_view> rhythms = {{"steady", "steady"},
                                                                       {"fast", "fast_flash"},
                                                                       {"slow", "slow_flash"},
                                                                       {"slow1s", "slow_flash_1s"},
                                                                       {"ring", "ring_flash"}};
  const auto known = rhythms.find(rhythm);
  if (known == rhythms.end() || !device::led_pattern_named(colour, known->second))
    arguments.fault(shown_at, "'" + shown +
                                  "' is nothing a lamp shows; expected off, or red, green or "
                                  "amber, with fast-, slow-, slow1s- or ring- before it");
  else
    expected.shown = colour + " " + std::string(known->second);
  return expected;
}

const std::vector<std::string_view>& tone_words() {
  static const auto words = [] {
    std::vector<std::string_view> all;
    for (std::size_t i = 0; i < media::number_of_tones; ++i)
      all.push_back(media::name_of(static_cast<media::Tone>(i)));
    all.emplace_back("none");
    return all;
  }();
  return words;
}

std::string read_tone_name(Arguments& arguments, std::string_view expected) {
  const Place at = arguments.place();
  std::string tone = arguments.text(expected);
  const auto& known = tone_words();
  if (arguments.ok() && std::find(known.begin(), known.end(), tone) == known.end())
    arguments.fault(at, expected_one_of("tone", tone, known));
  return tone;
}

Expectation read_tone(Arguments& arguments) {
  return ToneIs{
      read_tone_name(arguments, "a tone, such as dial, ringback, busy, congestion or none")};
}

Expectation read_beep(Arguments& arguments) {
  return BeepWas{read_tone_name(arguments, "a short tone, such as hold, held or auto_answer")};
}

Expectation read_screen(Arguments& arguments) {
  return ScreenShows{arguments.text("what the screen shows, such as \"Alice 1001\"")};
}

Expectation read_registered(Arguments& arguments) {
  IsRegistered expected;
  if (arguments.take("via")) expected.via = arguments.text("the name of a registrar");
  return expected;
}

Expectation read_mailbox(Arguments& arguments) {
  return MailboxHas{
      static_cast<std::uint32_t>(arguments.whole("a number of new messages", 0, 9999))};
}

/// A value of a statistic: "3%" of loss, "30ms" of jitter, "3.3" of MOS.
std::optional<double> statistic_value(Statistic what, std::string_view text) {
  if (what == Statistic::loss) return parse_share(text);
  if (what == Statistic::mos) return parse_number(text);
  const auto span = parse_span(text);
  if (!span) return std::nullopt;
  return std::chrono::duration<double, std::milli>(*span).count();
}

/// "loss in 3%..7%", "mos >= 3.3", "jitter <= 30ms".
Expectation read_statistic(Arguments& arguments) {
  StatisticIs expected;
  if (arguments.take("loss"))
    expected.what = Statistic::loss;
  else if (arguments.take("jitter"))
    expected.what = Statistic::jitter;
  else if (arguments.take("mos"))
    expected.what = Statistic::mos;
  else
    arguments.fault("expected loss, jitter or mos");
  const std::string relation = arguments.text("in, >= or <=");
  const Place at = arguments.place();
  const std::string value = arguments.text("a value: 3%..7% of loss, 30ms of jitter, 3.3 of mos");
  if (!arguments.ok()) return expected;
  const std::size_t dots = value.find("..");
  const bool is_range = relation == "in" && dots != std::string::npos;
  const auto low = statistic_value(expected.what, std::string_view(value).substr(0, dots));
  const auto high =
      is_range ? statistic_value(expected.what, std::string_view(value).substr(dots + 2)) : low;
  constexpr double no_limit = 1e12;
  if (!low || !high || (!is_range && relation != ">=" && relation != "<=")) {
    arguments.fault(at, "expected \"in 3%..7%\", \">= 3.3\" or \"<= 30ms\"");
    return expected;
  }
  if (*low > *high) {
    arguments.fault(at, "'" + value + "': expected the smaller value first");
    return expected;
  }
  expected.low = relation == "<=" ? 0 : *low;
  expected.high = relation == ">=" ? no_limit : *high;
  return expected;
}

const std::map<std::string_view, Reader>& readers() {
  static const std::map<std::string_view, Reader> all = {
      {"call", read_call},
      {"led", read_led},
      {"screen", read_screen},
      {"tone", read_tone},
      {"beep", read_beep},
      {"registered", read_registered},
      {"unregistered",
       [](Arguments&) -> Expectation {
         return IsRegistered{false, {}};
       }},
      {"ringing", [](Arguments&) -> Expectation { return Rings{true}; }},
      {"quiet", [](Arguments&) -> Expectation { return Rings{false}; }},
      {"mwi", read_mailbox},
      {"stats", read_statistic},
  };
  return all;
}

}  // namespace

Action read_expectation(Arguments& arguments) {
  const auto patience = arguments.within();
  const Place at = arguments.place();
  const std::string what = arguments.text("what must become so, such as call 1 talking");
  Expect expect;
  if (!arguments.ok()) return expect;
  const auto reader = readers().find(what);
  if (reader == readers().end()) {
    std::vector<std::string_view> known;
    for (const auto& [each, unused] : readers()) known.push_back(each);
    arguments.fault(at, expected_one_of("expectation", what, known));
    return expect;
  }
  expect.what = reader->second(arguments);
  expect.within = patience.value_or(what == "registered" ? registration_patience : usual_patience);
  return expect;
}

Action read_sees(Arguments& arguments) {
  const Instant patience = arguments.within().value_or(usual_patience);
  return Expect{read_screen(arguments), patience};
}

std::string read_clip(Arguments& arguments) {
  const Place at = arguments.place();
  const std::string text = arguments.text("what is said, such as clip:alice");
  if (!arguments.ok()) return {};
  if (!text.starts_with("clip:"))
    arguments.fault(at, "'" + text + "': expected clip:alice or clip:bob");
  else if (media::clip(text.substr(5)).empty())
    arguments.fault(at, "no such clip; expected clip:alice or clip:bob");
  return arguments.ok() ? text.substr(5) : std::string();
}

Action read_hears(Arguments& arguments) {
  const Instant patience = arguments.within().value_or(usual_patience);
  if (arguments.take("silence")) {
    if (!arguments.take("for")) arguments.fault("expected for, and how long");
    return Expect{HearsSilence{arguments.span("how long")}, patience};
  }
  Hears hears{read_clip(arguments)};
  if (arguments.at_end()) return Expect{hears, patience};
  const Place at = arguments.place();
  const std::string limit = arguments.text("match>=0.9");
  const auto least =
      limit.starts_with("match>=") ? parse_number(std::string_view(limit).substr(7)) : std::nullopt;
  if (!least || *least > 1)
    arguments.fault(at, "'" + limit + "': expected a likeness from 0 to 1, such as match>=0.9");
  hears.match = least.value_or(0);
  return Expect{hears, patience};
}

}  // namespace offhook::sim::scenario
