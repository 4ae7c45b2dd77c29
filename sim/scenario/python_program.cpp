// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/python_program.hpp"

#include <array>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

namespace offhook::sim::scenario {
namespace {

/// A Python string: JSON's escapes are Python's as well.
std::string python_text(std::string_view text) {
  return boost::json::serialize(boost::json::string(text));
}

std::string seconds(Instant span) {
  std::string text = std::to_string(std::chrono::duration<double>(span).count());
  text.erase(text.find_last_not_of('0') + 1);
  return text.back() == '.' ? text + "0" : text;
}

std::string order_of(const Order& order) {
  constexpr std::array<std::string_view, 9> methods = {
      "call.dial",     "call.answer", "call.reject",   "call.hangup",
      "call.hold",     "call.resume", "call.transfer", "call.complete_transfer",
      "call.send_dtmf"};
  std::string code = ".order(" + python_text(methods[static_cast<std::size_t>(order.kind)]);
  if (order.kind != OrderKind::dial) code += ", " + std::to_string(order.call);
  if (order.kind == OrderKind::dial || order.kind == OrderKind::transfer)
    code += ", target=" + python_text(order.argument);
  if (order.kind == OrderKind::send_dtmf) code += ", digits=" + python_text(order.argument);
  if (order.kind == OrderKind::complete_transfer)
    code += ", consult_call_id=list({}.calls)[" + std::to_string(order.consult) + " - 1]";
  return code + ")";
}

/// The states of the API that a word of the script stands for, as a tuple.
std::string states_of(const std::string& state) {
  if (state == "ringing") return R"(("ringing_in", "ringing_out"))";
  if (state == "calling") return R"(("dialing", "proceeding"))";
  return "(" + python_text(state) + ",)";
}

/// What must be so of the phone `p`; "" for what the API does not tell.
struct Condition {
  std::string operator()(const CallIs& call) const {
    if (call.call > 0)
      return "p.call_is(" + std::to_string(call.call) + ", " + states_of(call.state) + ")";
    return R"(all(c["state"] == "ended" for c in p.calls.values()))";
  }
  std::string operator()(const LedIs& led) const {
    return "p.leds.get(" + python_text(led.led) + ", \"off\") == " + python_text(led.shown);
  }
  std::string operator()(const ScreenShows& screen) const {
    return "any(" + python_text(screen.text) + " in line for line in p.lines + p.soft_keys)";
  }
  std::string operator()(const ToneIs& tone) const { return "p.tone == " + python_text(tone.tone); }
  std::string operator()(const BeepWas& beep) const {
    return "p.beep == " + python_text(beep.tone);
  }
  std::string operator()(const Rings& rings) const {
    return rings.ringing ? "p.ringing" : "not p.ringing";
  }
  std::string operator()(const IsRegistered& registered) const {
    return std::string("p.registration ") + (registered.registered ? "==" : "!=") +
           " \"registered\"";
  }
  std::string operator()(const MailboxHas& box) const {
    return "p.mwi == " + std::to_string(box.new_messages);
  }
  std::string operator()(const StatisticIs& statistic) const {
    const std::string value = statistic.what == Statistic::loss ? "p.loss()"
                              : statistic.what == Statistic::jitter
                                  ? R"(p.last_ended["end"]["quality"]["jitter_ms"])"
                                  : R"(p.last_ended["end"]["quality"]["mos"])";
    return "p.last_ended and " + std::to_string(statistic.low) + " <= " + value +
           (statistic.high < 1e9 ? " <= " + std::to_string(statistic.high) : "");
  }
  std::string operator()(const Hears&) const { return {}; }
  std::string operator()(const HearsSilence&) const { return {}; }
};

/// What follows the name of a phone: ".offhook()". "" for what is no business of the API.
struct Call {
  const Step& step;

  std::string operator()(const Hook& hook) const {
    return hook.off_hook ? ".offhook()" : ".onhook()";
  }
  std::string operator()(const PressKeys& press) const {
    std::string keys;
    for (const auto& key : press.keys) keys += (keys.empty() ? "" : ", ") + python_text(key);
    return ".keys(" + keys + ")";
  }
  std::string operator()(const PressSoftKey& press) const {
    return ".softkey(" + python_text(press.label) + ")";
  }
  std::string operator()(const Order& order) const { return order_of(order); }
  std::string operator()(const Expect& expect) const {
    const auto condition = std::visit(Condition{}, expect.what);
    if (condition.empty()) return {};
    return ".expect(" + python_text(step.text) + ", lambda p: " + condition + ", " +
           seconds(expect.within) + ")";
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }
};

std::string with_name(std::string code, const std::string& name) {
  for (auto at = code.find("{}"); at != std::string::npos; at = code.find("{}", at + name.size()))
    code.replace(at, 2, name);
  return name + code;
}

std::string line_of(const Step& step) {
  const std::string indent = "    ";
  if (const auto* pause = std::get_if<Pause>(&step.action))
    return indent + "time.sleep(" + seconds(pause->span) + ")\n";
  if (const auto* move = std::get_if<MoveClock>(&step.action))
    return indent + "time.sleep(" + seconds(move->span) + ")\n";
  const auto code = std::visit(Call{step}, step.action);
  if (code.empty())
    return indent + "left_out(" + std::to_string(step.at.line) + ", " + python_text(step.text) +
           ")\n";
  if (step.actor != "all")
    return indent + with_name(code, "phone[" + python_text(step.actor) + "]") + "\n";
  return indent + "for each in phone.values():\n" + indent + indent + with_name(code, "each") +
         "\n";
}

}  // namespace

std::string to_python(const Scenario& scenario) {
  std::string text = "#!/usr/bin/env python3\n# " + scenario.title + "\n# Made by: offhook sim " +
                     scenario.file +
                     " --emit python\n# Needs the program offhook in PATH, or where OFFHOOK says; "
                     "no package but Python's own.\n";
  text += python_runtime();
  std::string names;
  for (const auto& phone : scenario.phones) names += ", " + python_text(phone.name);
  text += "\nwith Stage(" + python_text(scenario.file) + ") as stage:\n    phone = stage.phones(" +
          names.substr(2) + ")\n";
  for (const auto& step : scenario.script) text += line_of(step);
  return text + "print(\"PASS\")\n";
}

}  // namespace offhook::sim::scenario
