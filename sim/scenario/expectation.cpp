// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/expectation.hpp"

#include <algorithm>

namespace offhook::sim::scenario {
namespace {

bool is_state(std::string_view wanted, std::string_view state) {
  if (wanted == "ringing") return state == "ringing_in" || state == "ringing_out";
  if (wanted == "calling") return state == "dialing" || state == "proceeding";
  return wanted == state;
}

struct Judge {
  const PhoneView& view;

  bool operator()(const CallIs& expected) const {
    if (expected.call > 0) {
      const auto* call = view.call(expected.call);
      return call != nullptr && is_state(expected.state, call->state);
    }
    for (std::size_t i = 1; i <= view.call_count(); ++i)
      if (view.call(i)->state != "ended") return false;
    return true;
  }
  bool operator()(const LedIs& expected) const { return view.led(expected.led) == expected.shown; }
  bool operator()(const ScreenShows& expected) const {
    const auto shows = [&](const std::string& line) {
      return line.find(expected.text) != std::string::npos;
    };
    return std::any_of(view.lines().begin(), view.lines().end(), shows) ||
           std::any_of(view.soft_keys().begin(), view.soft_keys().end(), shows);
  }
  bool operator()(const ToneIs& expected) const { return view.tone() == expected.tone; }
  bool operator()(const BeepWas& expected) const { return view.beep() == expected.tone; }
  bool operator()(const Rings& expected) const { return view.ringing() == expected.ringing; }
  bool operator()(const IsRegistered& expected) const {
    return view.registered() == expected.registered;
  }
  bool operator()(const MailboxHas& expected) const {
    return view.new_messages() == expected.new_messages;
  }
  bool operator()(const StatisticIs& expected) const {
    const auto* call = view.last_ended();
    if (call == nullptr) return false;
    const auto& quality = call->quality;
    const double all = static_cast<double>(quality.rtp_received + quality.rtp_lost);
    const double value = expected.what == Statistic::mos      ? quality.mos
                         : expected.what == Statistic::jitter ? quality.jitter_ms
                         : all > 0 ? static_cast<double>(quality.rtp_lost) / all
                                   : 1;
    return value >= expected.low && value <= expected.high;
  }
  bool operator()(const Hears&) const { return true; }
  bool operator()(const HearsSilence&) const { return true; }
};

}  // namespace

bool is_so(const Expectation& expected, const PhoneView& view) {
  return std::visit(Judge{view}, expected);
}

std::string describe(const PhoneView& view) {
  std::string text = view.registration();
  for (std::size_t i = 1; i <= view.call_count(); ++i)
    text += ", call " + std::to_string(i) + " " + view.call(i)->state;
  text += ", tone " + view.tone() + (view.ringing() ? ", rings" : "") + ", line1 " +
          view.led("line1") + ", screen \"";
  std::string lines;
  for (const auto& line : view.lines())
    if (!line.empty()) lines += (lines.empty() ? "" : " | ") + line;
  text += lines + "\"";
  if (const auto* ended = view.last_ended())
    text += ", last call: " + std::to_string(ended->quality.rtp_received) + " packets, " +
            std::to_string(ended->quality.rtp_lost) + " lost, jitter " +
            std::to_string(ended->quality.jitter_ms) + " ms, MOS " +
            std::to_string(ended->quality.mos);
  return text;
}

}  // namespace offhook::sim::scenario
