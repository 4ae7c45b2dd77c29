// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/control/access.hpp"
#include "actors/control/event_json.hpp"
#include "actors/control/order.hpp"
#include "actors/control/outlet.hpp"
#include "actors/control/selection.hpp"
#include "actors/control/service.hpp"
#include "actors/phone/messages.hpp"

namespace offhook::control {

// To a session, from its socket.
struct ClientMessage {
  std::string text;
};
struct ClientGone {};
/// The outlet took the last text; there is room for one more.
struct MessageWritten {};

// To a session, from the engine.
/// `prev_seq` is the event before this one in the same subscription.
struct EventDelivered {
  std::string subscription_id;
  std::uint64_t prev_seq = 0;
  EventPtr event;
  bool replayed = false;
};
/// The outcome of the order that carried `ticket`.
struct OrderFinished {
  std::uint64_t ticket = 0;
  OrderResult result;
};
struct AuthenticationOverdue {};

/// One client.
using Session =
    act::ref<act::result<void>(ClientMessage), act::result<void>(ClientGone),
             act::result<void>(MessageWritten), act::result<void>(EventDelivered),
             act::result<void>(OrderFinished), act::result<void>(AuthenticationOverdue)>;

// To the hub.
struct Subscribe {
  Session session;
  Selection selection;
  bool snapshot = false;
  std::optional<EventPosition> since{};
};
struct ResumeEvents {
  Session session;
  std::string subscription_id;
  EventPosition since;
};
struct SubscribeReply {
  Outcome<SubscribeResult> outcome;
};
struct Unsubscribe {
  Session session;
  std::string subscription_id;
};
struct UnsubscribeReply {
  bool found = false;
};
struct QueryState {};
/// The phone as it is after event `seq` and before the next, and the calls that ended lately.
struct State {
  StateResult state;
  std::vector<CallDetails> ended;
};
struct StateReply {
  Outcome<State> outcome;
};

/// Numbers the phone's events and hands them out. Its replies to Subscribe and ResumeEvents come
/// before the first event.
using Hub = act::join<
    phone::EventSink,
    act::ref<act::result<SubscribeReply>(Subscribe), act::result<SubscribeReply>(ResumeEvents),
             act::result<UnsubscribeReply>(Unsubscribe), act::result<StateReply>(QueryState)>>;

// To the operations.
using Order =
    std::variant<phone::DialOrder, phone::AnswerOrder, phone::RejectOrder, phone::HangupOrder,
                 phone::HoldOrder, phone::ResumeOrder, phone::TransferOrder,
                 phone::DecideTransferOrder, phone::SendDtmfOrder, phone::SendMessageOrder,
                 phone::InjectHook, phone::InjectKey, phone::DeflectOrder, phone::JoinOrder,
                 phone::EndConferenceOrder, phone::SetForwardOrder, phone::SetDoNotDisturbOrder,
                 phone::SetPrivacyOrder, phone::PageOrder, phone::EndPageOrder,
                 phone::ChangeCallLog, phone::PutContact, phone::RemoveContact>;
/// Carries out `order`, or finds the outcome of the one with the same op_id, and tells `session`.
struct PerformOrder {
  Session session;
  std::uint64_t ticket = 0;
  Order order;
  WaitFor wait = WaitFor::completed;
  std::chrono::milliseconds timeout{};
  std::string op_id{};        ///< "" if the client does not care
  std::string fingerprint{};  ///< method and parameters
};
struct WaitRanOut {
  std::uint64_t operation = 0;
  std::uint64_t waiter = 0;
};

/// Orders in flight. They outlive the client that gave them.
using Operations = act::ref<act::result<void>(PerformOrder), act::result<void>(WaitRanOut)>;

/// What sessions say of the engine, and whom they let in.
struct Engine {
  std::string version;
  std::string epoch;  ///< new at every start: EventLog
  std::string phone_id;
  bool virtual_clock = false;
  /// device.inject with scope `device`, on real hardware; scope `sim` always may.
  bool inject_allowed = false;
  Access access;
};

/// All that a session needs.
struct Backend {
  phone::Phone phone;
  Hub hub;
  Operations operations;
  std::shared_ptr<const Engine> engine;
};

}  // namespace offhook::control

#include "actors/control/type_ids.hpp"
