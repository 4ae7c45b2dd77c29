// SPDX-License-Identifier: GPL-3.0-or-later
// What comes from the network and belongs to no call yet: refused, sent on, or let ring.
#include "actors/call/unwanted_calls_actor.hpp"
#include "actors/phone/diversion.hpp"
#include "actors/phone/error_of.hpp"
#include "actors/phone/phone_actor.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

DiversionReason reason_of(ForwardKind kind) {
  switch (kind) {
    case ForwardKind::busy:
      return DiversionReason::user_busy;
    case ForwardKind::no_answer:
      return DiversionReason::no_answer;
    case ForwardKind::always:
      break;
  }
  return DiversionReason::unconditional;
}

sip::NameAddr name_addr(std::string_view uri) {
  sip::NameAddr address;
  if (auto parsed = sip::parse_uri(uri); parsed.ok()) address.uri = *std::move(parsed);
  return address;
}

}  // namespace

void PhoneActor::receive(const transaction::RequestArrived& arrived) {
  // A call of ours that came back: whoever sent it here would do so again (§8.2.2.2 has 482).
  const auto ours = book_.find_by_sip_call_id(arrived.request->call_id());
  if (ours != nullptr && ours->call.direction == call::CallDirection::outgoing)
    return respond(arrived, 482);
  IncomingPolicy policy = policy_for(arrived);
  const bool invite = arrived.request->method() == sip::Method::invite;
  const bool replaces = arrived.request->has(sip::HeaderId::replaces);
  // One that replaces takes no line but that of another call; of others the features judge.
  if (replaces || invite) policy.line_free = !shutting_down_;
  if (auto response = refuse_or_answer(*arrived.request, policy, parts_.random->token()))
    send_if_valid(arrived, *response);
  else if (arrived.request->method() == sip::Method::message)
    take_message(arrived);
  else if (arrived.request->method() == sip::Method::notify)
    take_notify(arrived);
  else if (arrived.request->method() == sip::Method::refer)
    take_refer(arrived);
  else if (arrived.request->method() == sip::Method::subscribe)
    take_subscribe(arrived);
  else if (replaces)
    replace(arrived);
  else
    ring(arrived);
}

IncomingPolicy PhoneActor::policy_for(const transaction::RequestArrived& arrived) const {
  const auto& settings = parts_.settings;
  IncomingPolicy policy;
  if (settings.own_users_only)
    for (const auto& account : settings.accounts)
      policy.users.push_back(sip::parse_uri(account.aor)->user);
  policy.line_free = book_.size() < settings.max_calls && !shutting_down_;
  policy.user_agent = parts_.user_agent;
  policy.own = parts_.contacts.endpoint(way_back(*arrived.request, arrived.from));
  policy.anonymous_rings =
      !features_.privacy_of(account_called(*arrived.request).id).reject_anonymous;
  policy.believes_mailbox = settings.mwi_unsolicited && arrived.from_server;
  policy.believes_dialogs = settings.desk.watch.unsolicited && arrived.from_server;
  policy.package = settings.dialog_events ? &dialog_package_ : nullptr;
  policy.trusted = arrived.from_server;
  policy.subscribers = watchers_.size();
  policy.follows_refer =
      settings.refer_from == ReferFrom::servers && arrived.from_server && !shutting_down_;
  // Never in a call: whoever may have the phone restart could end calls with it.
  policy.believes_check_sync = settings.check_sync && arrived.from_server && book_.size() == 0;
  return policy;
}

const sip::Account& PhoneActor::account_called(const sip::Message& request) const {
  const auto user = request.request_uri().user;
  for (const auto& candidate : parts_.settings.accounts)
    if (sip::parse_uri(candidate.aor)->user == user) return candidate;
  return parts_.settings.accounts.front();
}

void PhoneActor::ring(const transaction::RequestArrived& arrived) {
  const auto caller =
      caller_of(*arrived.request, arrived.from_server, parts_.settings.caller_sources).shown;
  if (const auto* known = contacts_.by_number(caller.uri.user);
      known != nullptr && known->blocked) {
    respond(arrived, parts_.settings.directory.block_status.value_or(features_.refuse_status));
    return log_refused(arrived, LogKind::received);  // nobody is to be bothered with it
  }
  const auto verdict = judge_call(features_, facts_of(arrived));
  if (verdict.status != 0) return refuse(arrived, verdict.status);
  if (!verdict.rings()) return send_on(arrived, verdict);
  ringing_[begin_incoming(arrived, false)] = {arrived.request, verdict};
}

IncomingFacts PhoneActor::facts_of(const transaction::RequestArrived& arrived) const {
  IncomingFacts facts;
  facts.account_id = account_called(*arrived.request).id;
  facts.caller = caller_of(*arrived.request, arrived.from_server, parts_.settings.caller_sources)
                     .shown.uri.user;
  facts.in_call = book_.size() > 0;
  facts.line_free = book_.size() < parts_.settings.max_calls;
  facts.forwarded_too_often = diversions_of(*arrived.request) >= most_diversions;
  return facts;
}

/// Nobody heard of it: at least the list of missed calls does.
void PhoneActor::refuse(const transaction::RequestArrived& arrived, int status) {
  respond(arrived, status);
  log_refused(arrived, LogKind::missed);
  refresh("call refused");
}

/// The headers of the 302 that sends `invite` to `target`.
absl::StatusOr<call::HeaderLines> PhoneActor::way_on(const sip::Message& invite,
                                                     const sip::Account& account,
                                                     const std::string& target,
                                                     DiversionReason reason) const {
  const auto uri = target_uri(target, account.aor);
  if (!uri.ok()) return uri.status();
  if (!features_.may_forward_to(target))
    return invalid_argument("calls are not forwarded abroad ([forward] international)");
  const DivertedCall diverted{name_addr(account.aor), name_addr(*uri), reason, account.anonymous};
  if (features_.diversion) return redirect_headers(invite, diverted);
  return call::HeaderLines{{"Contact", sip::to_string(diverted.to)}};
}

void PhoneActor::send_on(const transaction::RequestArrived& arrived,
                         const IncomingVerdict& verdict) {
  const auto& account = account_called(*arrived.request);
  const auto reason = reason_of(*verdict.kind);
  const auto headers = way_on(*arrived.request, account, verdict.target, reason);
  if (!headers.ok()) return refuse(arrived, features_.busy_status);
  auto response = sip::Draft::response(*arrived.request, 302, "", parts_.random->token());
  if (!parts_.user_agent.empty()) response.set("Server", parts_.user_agent);
  for (const auto& [name, value] : *headers) response.append(name, value);
  send_if_valid(arrived, response);
  const auto from = sip::to_string(
      caller_of(*arrived.request, arrived.from_server, parts_.settings.caller_sources).shown.uri);
  log_refused(arrived, LogKind::forwarded);
  emit(ForwardedEvent{account.id, from, *target_uri(verdict.target, account.aor),
                      std::string(to_string(reason))},
       "sip");
}

std::optional<Error> PhoneActor::deflect(const std::string& call_id, const std::string& target,
                                         DiversionReason reason) {
  auto* entry = book_.find(call_id);
  if (entry == nullptr) return error_of(ErrorKind::not_found, "no call '" + call_id + "'");
  const auto rings = ringing_.find(call_id);
  const auto* account = account_of(entry->call.account_id);
  if (rings == ringing_.end() || account == nullptr)
    return Error{ErrorKind::wrong_state,
                 "the call does not ring here",
                 {},
                 std::string(call::to_string(entry->call.state))};
  const auto headers = way_on(*rings->second.invite, *account, target, reason);
  if (!headers.ok()) return error_of(ErrorKind::invalid_target, message_of(headers.status()));
  emit(ForwardedEvent{account->id, entry->call.remote_uri, *target_uri(target, account->aor),
                      std::string(to_string(reason))},
       "sip");
  order_by_hand(call_id, call::Reject{302, *headers}, "forward");
  return std::nullopt;
}

void PhoneActor::ringing_due(const std::string& call_id) {
  const auto rings = ringing_.find(call_id);
  if (rings == ringing_.end()) return;
  const std::string target = rings->second.verdict.late_target;
  const auto too_long = [&] {
    rings->second.rang_out = true;
    order_by_hand(call_id, call::Reject{nobody_answered}, "refuse");
  };
  if (target.empty() || deflect(call_id, target, DiversionReason::no_answer)) too_long();
}

std::string PhoneActor::begin_incoming(const transaction::RequestArrived& arrived, bool at_once) {
  const std::string call_id = parts_.random->token();
  const auto caller =
      caller_of(*arrived.request, arrived.from_server, parts_.settings.caller_sources);
  if (caller.answer_after && parts_.settings.auto_answer_headers)
    told_to_answer_[call_id] = *caller.answer_after;
  auto context =
      leg_context(account_called(*arrived.request), way_back(*arrived.request, arrived.from));
  const auto appearance = context.appearance = appearance_called(arrived);
  auto leg = spawn<call::CallLegActor>(
      std::move(context),
      call::IncomingCall{call_id, arrived, at_once, caller.shown, caller.diverted_by});
  tell(arrived.transaction, transaction::Adopt{leg, arrived.request});
  auto& entry = adopt(call_id, leg);
  entry.call.appearance = appearance;
  book_.note_sip_call_id(entry, arrived.request->call_id());
  return call_id;
}

/// A CANCEL that overtook Adopt.
void PhoneActor::cancelled(const transaction::InviteCancelled& m) {
  if (auto* entry = book_.find_by_sip_call_id(m.invite->call_id())) tell(entry->leg, m);
}

/// A call of ours that was given up, and that somebody takes after all (RFC 3261 §13.2.2.4).
void PhoneActor::answered_too_late(const transaction::ResponseArrived& answer) {
  if (!unwanted_calls_) start_unwanted_calls();
  tell(unwanted_calls_, answer);
}

void PhoneActor::start_unwanted_calls() {
  unwanted_calls_ = spawn<call::UnwantedCallsActor>(call::UnwantedCallsContext{
      parts_.dispatcher, *parts_.random, parts_.settings.accounts, parts_.user_agent});
  watch(unwanted_calls_, [this](const act::error&) { unwanted_calls_ = nullptr; });
}

/// What the peer sent may defy being answered; its transaction then answers 500.
void PhoneActor::send_if_valid(const transaction::RequestArrived& arrived,
                               const sip::Draft& response) {
  if (auto message = response.try_build(); message.ok())
    tell(arrived.transaction, transaction::SendResponse{*std::move(message)});
}

void PhoneActor::respond(const transaction::RequestArrived& arrived, int status) {
  auto response = sip::Draft::response(*arrived.request, status, "", parts_.random->token());
  if (!parts_.user_agent.empty()) response.set("Server", parts_.user_agent);
  send_if_valid(arrived, response);
}

}  // namespace offhook::phone
