// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/script_reader.hpp"

#include <functional>
#include <map>

#include "actors/device/keypad_layout.hpp"
#include "sim/scenario/arguments.hpp"
#include "sim/scenario/expectation_reader.hpp"
#include "sim/scenario/net_reader.hpp"

namespace offhook::sim::scenario {
namespace {

constexpr std::size_t most_calls = 4096;
using Reader = std::function<Action(Arguments&)>;
using Verbs = std::map<std::string_view, Reader>;

std::string call_target(Arguments& arguments) {
  return arguments.text("whom to call: digits, a user or a SIP URI");
}

/// "keys 1002#": one key a character.
Action read_keys(Arguments& arguments) {
  PressKeys press;
  const Place at = arguments.place();
  for (const char key : arguments.text("the keys to press, such as 1002#")) {
    if (!device::key_named(std::string(1, key)))
      arguments.fault(at, "'" + std::string(1, key) + "' is no key; expected 0-9, * and #");
    press.keys.emplace_back(1, key);
  }
  return press;
}

/// "key HOLD".
Action read_key(Arguments& arguments) {
  const Place at = arguments.place();
  const std::string key = arguments.text("the name of a key, such as HOLD");
  if (arguments.ok() && !device::key_named(key))
    arguments.fault(at, "'" + key +
                            "' is no key; expected 0-9, *, #, F1, L1, D1, HOLD, TRANSFER, "
                            "CONFERENCE, MUTE, SPEAKER, HEADSET, REDIAL, MESSAGE, "
                            "VOLUME_UP, VOLUME_DOWN, OK, CANCEL, DND or an arrow");
  return PressKeys{{key}};
}

Reader fixed_key(std::string key) {
  return [key = std::move(key)](Arguments&) -> Action { return PressKeys{{key}}; };
}

Action read_volume(Arguments& arguments) {
  if (arguments.take("up")) return PressKeys{{"VOLUME_UP"}};
  if (arguments.take("down")) return PressKeys{{"VOLUME_DOWN"}};
  arguments.fault("expected up or down");
  return PressKeys{};
}

/// An order about one call: "hold", or "hold 2" for the second of this phone.
Reader about_call(OrderKind kind) {
  return [kind](Arguments& arguments) -> Action {
    Order order{kind, 0, 0, {}};
    if (!arguments.at_end()) order.call = arguments.whole("the number of a call", 1, most_calls);
    return order;
  };
}

/// "transfer 1003", "transfer 1 to 1003".
Action read_transfer(Arguments& arguments) {
  Order order{OrderKind::transfer, 0, 0, {}};
  std::string first = call_target(arguments);
  if (!arguments.take("to")) {
    order.argument = std::move(first);
    return order;
  }
  order.call = first.size() < 5 && first.find_first_not_of("0123456789") == std::string::npos
                   ? static_cast<std::size_t>(std::stoul("0" + first))
                   : 0;
  if (order.call == 0) arguments.fault("expected the number of a call before 'to'");
  order.argument = call_target(arguments);
  return order;
}

Action read_complete_transfer(Arguments& arguments) {
  Order order{OrderKind::complete_transfer, 1, 2, {}};
  if (arguments.at_end()) return order;
  order.call = arguments.whole("the call to send away", 1, most_calls);
  order.consult = arguments.whole("the call to connect it with", 1, most_calls);
  return order;
}

Action read_say(Arguments& arguments) { return Say{read_clip(arguments)}; }

/// "wait 500ms" lets time pass; "wait registered" waits for something.
Action read_wait(Arguments& arguments) {
  if (!arguments.at_end() && arguments.peek().front() >= '0' && arguments.peek().front() <= '9')
    return Pause{arguments.span("how long to wait")};
  if (arguments.at_end()) {
    arguments.fault("the line ends; expected a time such as 500ms, or what to wait for");
    return Pause{};
  }
  return read_expectation(arguments);
}

const Verbs& phone_verbs() {
  static const Verbs verbs = {
      {"offhook", [](Arguments&) -> Action { return Hook{true}; }},
      {"onhook", [](Arguments&) -> Action { return Hook{false}; }},
      {"keys", read_keys},
      {"key", read_key},
      {"softkey",
       [](Arguments& a) -> Action { return PressSoftKey{a.text("the label of a soft key")}; }},
      {"linekey",
       [](Arguments& a) -> Action {
         return PressKeys{{"L" + std::to_string(a.whole("a line key", 1, 99))}};
       }},
      {"dial",
       [](Arguments& a) -> Action {
         return Order{OrderKind::dial, 0, 0, call_target(a)};
       }},
      {"answer", about_call(OrderKind::answer)},
      {"reject", about_call(OrderKind::reject)},
      {"hangup", about_call(OrderKind::hangup)},
      {"hold", about_call(OrderKind::hold)},
      {"resume", about_call(OrderKind::resume)},
      {"transfer", read_transfer},
      {"complete_transfer", read_complete_transfer},
      {"dtmf",
       [](Arguments& a) -> Action {
         return Order{OrderKind::send_dtmf, 0, 0, a.text("the digits to send")};
       }},
      {"conference", fixed_key("CONFERENCE")},
      {"dnd", fixed_key("DND")},
      {"volume", read_volume},
      {"say", read_say},
      {"wait", read_wait},
      {"expect", read_expectation},
      {"sees", read_sees},
      {"hears", read_hears},
  };
  return verbs;
}

Action read_verb(Arguments& arguments, const Verbs& verbs) {
  const Place at = arguments.place();
  const std::string verb = arguments.text("a verb, such as offhook or expect");
  if (!arguments.ok()) return Pause{};
  const auto reader = verbs.find(verb);
  if (reader != verbs.end()) return reader->second(arguments);
  std::vector<std::string_view> known;
  for (const auto& [each, unused] : verbs) known.push_back(each);
  arguments.fault(at, expected_one_of("verb", verb, known));
  return Pause{};
}

std::string without_comment(const std::string& text, const std::vector<Word>& words) {
  if (words.empty()) return {};
  const Word& last = words.back();
  std::size_t end = last.column - 1;
  bool in_quotes = false;
  for (; end < text.size(); ++end) {
    if (text[end] == '"') in_quotes = !in_quotes;
    if (!in_quotes && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r')) break;
  }
  return text.substr(words.front().column - 1, end - (words.front().column - 1));
}

std::optional<Step> read_step(const Line& line, const Names& names, Faults& faults) {
  const std::size_t before = faults.size();
  auto words = split_words(line, faults);
  if (faults.size() != before || words.empty()) return std::nullopt;
  Step step{{line.number, words.front().column}, without_comment(line.text, words), {}, Pause{}};
  Arguments arguments(line, std::move(words), faults);
  const Place at = arguments.place();
  step.actor = arguments.text("who");
  if (step.actor == "net") {
    step.action = read_net(arguments, names);
  } else if (step.actor == "all" || names.phones.contains(step.actor)) {
    step.action = read_verb(arguments, phone_verbs());
  } else {
    arguments.fault(at, "nobody is called '" + step.actor + "'; expected a phone (" +
                            names.listed() + "), all or net");
  }
  arguments.finish();
  return arguments.ok() ? std::optional(std::move(step)) : std::nullopt;
}

}  // namespace

std::string Names::listed() const {
  std::string text;
  for (const auto* each : {&phones, &registrars, &services})
    for (const auto& name : *each) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none is described" : text;
}

std::vector<Step> read_script(const std::vector<Line>& lines, const Names& names, Faults& faults) {
  std::vector<Step> steps;
  for (const auto& line : lines) {
    auto step = read_step(line, names, faults);
    if (!step) continue;
    if (steps.size() == most_steps) {
      faults.push_back({step->at, "expected at most " + std::to_string(most_steps) + " steps"});
      break;
    }
    steps.push_back(*std::move(step));
  }
  return steps;
}

}  // namespace offhook::sim::scenario
