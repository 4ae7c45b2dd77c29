// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include "actors/phone/desk.hpp"

namespace offhook::phone {

inline call::CallSnapshot a_call(std::string id, call::CallState state,
                                 call::CallDirection direction = call::CallDirection::outgoing) {
  call::CallSnapshot call;
  call.call_id = std::move(id);
  call.state = state;
  call.direction = direction;
  call.remote_uri = "sip:1002@example.net";
  call.remote_display = "Bob";
  return call;
}
inline call::CallSnapshot incoming(std::string id) {
  return a_call(std::move(id), call::CallState::ringing_in, call::CallDirection::incoming);
}
inline call::CallEnd hung_up_there() { return {call::EndCause::hung_up_there, 0, ""}; }
inline call::CallEnd busy_there() { return {call::EndCause::refused_there, 486, "Busy Here"}; }

/// One act as text: "hold a", "transfer a to 1003", "transfer a into b".
struct ActText {
  std::string operator()(const PlaceCall& act) const {
    return (act.intercom ? "intercom " : "place ") + act.dialled +
           (act.replaces ? " replacing " + sip::to_string(*act.replaces) : "");
  }
  std::string operator()(const WaitFor& act) const { return "wait for " + act.number; }
  std::string operator()(const StopWaiting&) const { return "stop waiting"; }
  std::string operator()(const AnswerCall& act) const { return "answer " + act.call_id; }
  std::string operator()(const RejectCall& act) const { return "reject " + act.call_id; }
  std::string operator()(const ForwardCall& act) const {
    return "forward " + act.call_id + " to " + act.target;
  }
  std::string operator()(const HangUpCall& act) const { return "hang up " + act.call_id; }
  std::string operator()(const HoldCall& act) const {
    return (act.is_private ? "privately hold " : "hold ") + act.call_id;
  }
  std::string operator()(const RetrieveCall& act) const {
    return "retrieve " + std::to_string(act.appearance) + " of " + act.account_id;
  }
  std::string operator()(const ResumeCall& act) const { return "resume " + act.call_id; }
  std::string operator()(const SendKey& act) const { return std::string("key ") + act.digit; }
  std::string operator()(const SendDigits& act) const { return "digits " + act.digits; }
  std::string operator()(const TransferCall& act) const {
    return "transfer " + act.call_id +
           (act.consult_call_id.empty() ? " to " + act.target : " into " + act.consult_call_id);
  }
  std::string operator()(const JoinCalls& act) const { return "join" + list(act.call_ids); }
  std::string operator()(const SplitCalls& act) const { return "split" + list(act.call_ids); }
  std::string operator()(const ToggleDoNotDisturb&) const { return "toggle dnd"; }
  std::string operator()(const ToggleForward& act) const { return "toggle forward " + act.target; }
  std::string operator()(const MoveToConference& act) const {
    return "move" + list(act.call_ids) + " to " +
           (act.conference.empty() ? "a conference" : act.conference);
  }
  std::string operator()(const DismissPage&) const { return "dismiss page"; }

  static std::string list(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) text += " " + id;
    return text;
  }
};
inline std::string text(const Acts& acts) {
  std::string all;
  for (const auto& act : acts) all += (all.empty() ? "" : ", ") + std::visit(ActText{}, act);
  return all;
}

template <class Wanted>
std::string only(const Acts& acts) {
  if (acts.size() != 1 || !std::holds_alternative<Wanted>(acts[0])) return "something else";
  if constexpr (std::is_same_v<Wanted, PlaceCall>)
    return std::get<Wanted>(acts[0]).dialled;
  else
    return std::get<Wanted>(acts[0]).call_id;
}

struct DeskTest : testing::Test {
  Desk desk{DeskRules{}};
  void dial(std::string_view digits) {
    for (const char digit : digits) EXPECT_EQ(text(desk.press(std::string(1, digit))), "");
  }
  void change(const std::string& id, call::CallState state) {
    EXPECT_EQ(text(desk.call_changed(a_call(id, state))), "");
  }
  /// What the leg reports once a person has hung up.
  void let_go(const std::string& id) {
    auto leaving = a_call(id, call::CallState::connected);
    leaving.pending = call::Operation::hangup;
    desk.call_changed(leaving);
  }
  std::string keys() const {
    std::string labels;
    for (const auto& label : soft_key_labels(desk.state())) labels += label + "|";
    return labels;
  }
};

}  // namespace offhook::phone
