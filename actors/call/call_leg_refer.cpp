// SPDX-License-Identifier: GPL-3.0-or-later
// A transfer of ours: REFER to the peer, and what its NOTIFYs tell.
#include "actors/call/call_leg_actor.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::call {

act::result<OperationDone> CallLegActor::transfer(const Transfer& order) {
  if (announced_ || state_ >= LegState::ending) return outcome(OperationResult::call_ended);
  if (operation_ || referring_.promise) return outcome(OperationResult::busy);
  if (!may_re_negotiate(state_)) return outcome(OperationResult::wrong_state);
  referring_.order = order;
  referring_.refer = {};
  referring_.promise = make_response_promise<OperationDone>();
  const auto promise = *referring_.promise;
  step(TransferInput::order, 0, {});
  report();
  return promise;
}

void CallLegActor::step(TransferInput input, int status, std::string reason) {
  const auto* row = find_transition(transfer_table, referring_.state, input);
  if (row == nullptr) return;
  referring_.state = row->to;
  referring_.status = status;
  referring_.reason = std::move(reason);
  for (const auto action : row->actions) perform(action);
}

void CallLegActor::perform(TransferAction action) {
  switch (action) {
    case TransferAction::send_refer:
      return send_refer();
    case TransferAction::await_first_notify:
      referring_.overdue = after(first_notify_limit(context_.timers.t1), TransferOverdue{});
      return;
    case TransferAction::await_final_notify:
      referring_.overdue = after(final_notify_limit, TransferOverdue{});
      return;
    case TransferAction::tell_progress:
      return tell(context_.owner,
                  CallTransferProgressed{facts_.call_id, referring_.status, referring_.reason});
    case TransferAction::succeed:
      return finish_transfer(OperationResult::done, referring_.status, referring_.reason);
    case TransferAction::fail:
      return finish_transfer(OperationResult::refused, referring_.status, referring_.reason);
  }
}

void CallLegActor::send_refer() {
  sip::NameAddr refer_to;
  if (auto uri = sip::parse_uri(referring_.order.target); uri.ok()) refer_to.uri = *std::move(uri);
  if (referring_.order.replaces) sip::set_replaces(refer_to.uri, *referring_.order.replaces);
  auto& refer = referring_.refer;
  refer.request = signaling_.refer(sip::to_string(refer_to), referring_.order.follow);
  refer.branch = new_branch();
  send_request(refer.request, refer.branch);
}

void CallLegActor::refer_answered(const sip::Message& response) {
  const int status = response.status();
  if (sip::is_provisional(status)) return;
  if (try_credentials(referring_.refer, response))
    return step(TransferInput::challenged, status, {});
  if (!sip::is_success(status))
    return step(TransferInput::refused, status, std::string(response.reason()));
  const auto sub = response.header(sip::HeaderId::refer_sub);
  const bool unseen = !referring_.order.follow && sub && !sip::parse_refer_sub(*sub);
  step(unseen ? TransferInput::accepted_unseen : TransferInput::accepted, status,
       std::string(response.reason()));
}

/// RFC 3515 §2.4.4. A NOTIFY that no REFER of ours asked for is answered as RFC 6665 §4.1.3 says.
void CallLegActor::receive_notify(const transaction::RequestArrived& m) {
  const auto& request = *m.request;
  if (const auto refusal = refuse_required(request)) return reply(m, *refusal);
  const auto event_text = request.header(sip::HeaderId::event);
  const auto event = event_text ? sip::parse_event(*event_text)
                                : absl::StatusOr<sip::Event>(invalid_argument("no Event"));
  // §2.4.6: the id is the CSeq number of the REFER, and may be left out.
  const auto& refer = referring_.refer.request;
  const bool ours = event.ok() && event->package == "refer" && refer &&
                    (event->id.empty() || event->id == std::to_string(refer->cseq().number));
  if (!ours) return reply(m, answer_in_dialog(request));
  const auto status = request.has_body_of(sip::sipfrag_type) ? sip::parse_sipfrag(request.body())
                                                             : invalid_argument("no sipfrag");
  const auto state_text = request.header(sip::HeaderId::subscription_state);
  const auto state = state_text ? sip::parse_subscription_state(*state_text)
                                : absl::StatusOr<sip::SubscriptionState>(sip::SubscriptionState{});
  if (!state.ok() || (!status.ok() && !request.body().empty())) return reply(m, {400, "", ""});
  reply(m, {});
  const auto line = status.ok() ? std::optional(*status) : std::nullopt;
  const auto input = classify(line, state->status);
  // A subscription that ends untold: that there is nothing to say about is no success.
  step(input,
       input == TransferInput::ended ? 480
       : line                        ? line->status
                                     : 100,
       line ? line->reason : std::string());
}

void CallLegActor::finish_transfer(OperationResult result, int status, std::string reason) {
  referring_.state = TransferState::idle;
  referring_.overdue.cancel();
  auto asker = std::exchange(referring_.promise, std::nullopt);
  if (!asker) return;
  report();  // the owner hears of the change before the asker, who may be another
  auto told = outcome(result);
  told.sip_status = status;
  told.reason = std::move(reason);
  asker->deliver(std::move(told));
}

}  // namespace offhook::call
