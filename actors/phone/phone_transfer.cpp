// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer in all its parts: sending a peer elsewhere, going where a peer sends us, and taking the
// place of a call.
#include "actors/phone/error_of.hpp"
#include "actors/phone/phone_actor.hpp"
#include "actors/phone/referrer_actor.hpp"
#include "actors/sip/status_code.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

/// A call as its peer would name it in Replaces: the peer's own tag is the to-tag there.
sip::Replaces replaces_of(const call::CallSnapshot& call) {
  return {call.sip_call_id, call.remote_tag.empty() ? "0" : call.remote_tag, call.local_tag, false};
}

/// Where the peer is sent to meet the one consulted: its Contact, which reaches that very phone
/// (RFC 5589 §7.3), or its address of record, for servers that let nobody call a phone past them.
/// Who hides has no address.
std::string meeting_place(const call::CallSnapshot& consulted, bool by_address) {
  const auto address = sip::parse_uri(consulted.remote_uri);
  const bool reachable =
      address.ok() && !address->user.empty() && !address->host.ends_with(".invalid") &&
      (address->scheme == sip::Scheme::sip || address->scheme == sip::Scheme::sips);
  return by_address && reachable ? consulted.remote_uri : consulted.remote_target;
}

}  // namespace

// ---- ours ----

act::result<CallReply> PhoneActor::transfer(const TransferOrder& order) {
  auto promise = make_response_promise<CallReply>();
  begin_transfer(order, [promise](std::variant<CallInfo, Error> outcome) mutable {
    promise.deliver(CallReply{std::move(outcome)});
  });
  return promise;
}

std::variant<call::Transfer, Error> PhoneActor::transfer_of(const TransferOrder& order) {
  const auto* entry = book_.find(order.call_id);
  if (entry == nullptr) return error_of(ErrorKind::not_found, "no call '" + order.call_id + "'");
  call::Transfer what;
  if (order.consult_call_id.empty()) {
    const auto* account = account_of(entry->call.account_id);
    const auto target = target_uri(order.target, account != nullptr ? account->aor : "");
    if (!target.ok()) return error_of(ErrorKind::invalid_target, message_of(target.status()));
    what.target = *target;
    return what;
  }
  const auto* other = book_.find(order.consult_call_id);
  if (other == nullptr)
    return error_of(ErrorKind::not_found, "no call '" + order.consult_call_id + "'");
  // RFC 3891 §3 lets nobody replace a call that only rings.
  if (other == entry || !call::is_established(other->call.state))
    return Error{ErrorKind::wrong_state,
                 "the other call is not answered",
                 {},
                 std::string(call::to_string(other->call.state))};
  what.target = meeting_place(other->call, parts_.settings.refer_to_address);
  what.replaces = replaces_of(other->call);
  return what;
}

void PhoneActor::begin_transfer(const TransferOrder& order, const TransferReply& reply) {
  auto what = transfer_of(order);
  if (auto* error = std::get_if<Error>(&what)) return reply(std::move(*error));
  ask_without_limit(book_.find(order.call_id)->leg, std::get<call::Transfer>(what))
      .then(
          [this, reply, order](const call::OperationDone& outcome) {
            const auto* known = book_.find(order.call_id);
            reply(reply_of(outcome, known != nullptr ? known->info() : call_info(outcome.call, 0)));
            transfer_over(order, outcome);
          },
          [reply](const act::error& failure) {
            reply(error_of(ErrorKind::canceled, act::describe(failure)));
          });
}

void PhoneActor::transfer_over(const TransferOrder& order, const call::OperationDone& outcome) {
  using enum call::OperationResult;
  if (outcome.result == busy || outcome.result == wrong_state) return;
  const bool completed = outcome.result == done;
  emit(TransferEvent{completed ? "call.transfer_completed" : "call.transfer_failed",
                     order.call_id,
                     {outcome.sip_status, outcome.reason}},
       "sip");
  if (!completed) return;
  // RFC 5589 §6.1: the transferor ends its calls. The one consulted does so as well, being
  // replaced; two BYEs that cross do no harm.
  order_by_hand(order.call_id, call::Hangup{call::EndCause::transferred}, "hang up");
  order_by_hand(order.consult_call_id, call::Hangup{call::EndCause::transferred}, "hang up");
}

void PhoneActor::transfer_progressed(const call::CallTransferProgressed& m) {
  emit(TransferEvent{"call.transfer_progress", m.call_id, {m.sip_status, m.reason}}, "sip");
  if (m.sip_status <= 100) return;
  desk_.transfer_progressed(m.call_id, m.reason.empty() ? std::to_string(m.sip_status) : m.reason);
  refresh("transfer progress");
}

// ---- the peer's ----

void PhoneActor::transfer_requested(const call::CallTransferRequested& m) {
  emit(TransferRequestedEvent{m.call_id, m.target, m.referred_by,
                              m.replaces ? sip::to_string(*m.replaces) : "", m.decided},
       "sip");
  if (m.decided) follow_referral(m);
}

/// The call that the peer is in stays as it is: its BYE releases us when the new one stands.
void PhoneActor::follow_referral(const call::CallTransferRequested& m) {
  const auto* entry = book_.find(m.call_id);
  if (entry == nullptr) return;
  const auto* account = account_of(entry->call.account_id);
  // One line more than there is: the old call is as good as over.
  if (shutting_down_ || account == nullptr || book_.size() > parts_.settings.max_calls)
    return tell(entry->leg, call::ReportReferral{486, ""});
  const std::string call_id = parts_.random->token();
  referred_[call_id] = {entry->leg, m.call_id};
  adopt(call_id,
        spawn<call::CallLegActor>(leg_context(*account, way_of(*account, m.target)),
                                  call::PlaceCall{call_id, m.target, {m.referred_by, m.replaces}}));
}

/// Outside of a call: what a program asks for by call.dial. Nobody is put on hold for it.
void PhoneActor::take_refer(const transaction::RequestArrived& arrived) {
  const auto& request = *arrived.request;
  const auto refuse = [&](const call::Reply& why) {
    auto response = sip::Draft::response(request, why.status, "", parts_.random->token());
    if (!why.header.empty()) response.set(why.header, why.value);
    send_if_valid(arrived, response);
  };
  auto read = call::read_refer(request);
  if (const auto* refusal = std::get_if<call::Reply>(&read)) return refuse(*refusal);
  if (book_.size() > 0) return refuse({486});
  const auto& account = account_called(request);
  if (!can_dial(account)) return refuse({480});
  auto dialog = dialog::Dialog::of_server(request, parts_.random->token(8));
  if (!dialog.ok()) return refuse({400});
  auto& referral = std::get<call::Referral>(read);
  if (referral.referred_by.empty())
    referral.referred_by = "<" + sip::to_string(request.from().uri) + ">";
  const std::string call_id = parts_.random->token();
  referred_[call_id] = {
      spawn<ReferrerActor>(ReferOrder{parts_.dispatcher, *parts_.random, account,
                                      contact_of(account, way_back(request, arrived.from)),
                                      parts_.user_agent, arrived, referral.wants_subscription},
                           *std::move(dialog)),
      ""};
  emit(TransferRequestedEvent{call_id, referral.target, referral.referred_by,
                              referral.replaces ? sip::to_string(*referral.replaces) : "", true},
       "sip");
  desk_.prepare_call();
  place({account, call_id, referral.target, {referral.referred_by, referral.replaces}});
}

void PhoneActor::report_referred_call(const call::CallSnapshot& call) {
  const auto found = referred_.find(call.call_id);
  if (found == referred_.end()) return;
  if (!call::is_established(call.state)) {
    if (call.sip_status > 100) tell(found->second.by, call::ReportReferral{call.sip_status, ""});
    return;
  }
  tell(found->second.by, call::ReportReferral{200, ""});
  referred_.erase(found);
}

void PhoneActor::report_referred_end(const call::CallEnded& m) {
  const auto found = referred_.extract(m.call.call_id);
  if (found.empty()) return;
  const int status = m.end.sip_status >= 300 ? m.end.sip_status : 480;
  tell(found.mapped().by, call::ReportReferral{status, m.end.reason});
  // Back to whom we talked to before.
  const auto* before = book_.find(found.mapped().by_call);
  if (before != nullptr && call::is_established(before->call.state))
    desk_.prepare_answer(found.mapped().by_call);
}

// ---- Replaces ----

void PhoneActor::replace(const transaction::RequestArrived& arrived) {
  const auto replaces = sip::replaces_of(*arrived.request);
  if (!replaces.ok() || !replaces->has_value()) return respond(arrived, 400);
  if (!parts_.settings.may_be_replaced) return respond(arrived, 403);
  const auto match = match_replaces(**replaces, book_.snapshots(), ended_dialogs_);
  if (match.refusal != 0) return respond(arrived, match.refusal);
  replacing_[begin_incoming(arrived, true)] = match.call_id;
}

/// RFC 3891 §3: the old call ends once the new one stands; if that fails, it stays as it was.
void PhoneActor::take_place(const std::string& call_id) {
  const auto found = replacing_.extract(call_id);
  if (found.empty()) return;
  const std::string& old = found.mapped();
  if (desk_.state().focus == old) desk_.prepare_answer(call_id);
  order_by_hand(old, call::Hangup{call::EndCause::replaced}, "hang up");
}

}  // namespace offhook::phone
