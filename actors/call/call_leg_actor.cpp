// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/call_leg_actor.hpp"

#include "actors/call/glare.hpp"

namespace offhook::call {
CallLegActor::behavior_type CallLegActor::make_behavior() {
  begin();
  return {
      [this](const transaction::ResponseArrived& m) { receive(m); },
      [this](const transaction::RequestFailed& m) { receive(m); },
      [this](const transaction::RequestArrived& m) { receive(m); },
      [this](const transaction::AckArrived& m) { receive(m); },
      [this](const transaction::InviteCancelled& m) { receive(m); },
      // A 200 that was never acknowledged is our own timer's business; a failure needs no more.
      [](const transaction::ResponseFailed&) {},
      [this](const media::DtmfReceived& m) {
        tell(context_.owner, CallDtmfReceived{facts_.call_id, m.digit, m.duration});
      },
      [this](const media::DtmfSent& m) { digits_sent(m); },
      [this](const media::MediaSilent& m) {
        tell(context_.owner, CallMediaTimedOut{facts_.call_id, m.silent});
      },
      [this](const Answer&) { return answer(); },
      [this](const Reject& m) { return reject(m); },
      [this](const Hangup& m) { return hangup(m.cause); },
      [this](const Hold& m) { return re_negotiate(Operation::hold, m.is_private); },
      [this](const Resume&) { return re_negotiate(Operation::resume); },
      [this](const SendDtmf& m) { return send_dtmf(m); },
      [this](const Transfer& m) { return transfer(m); },
      [this](const DecideTransfer& m) { return decide(m); },
      [this](const ReportReferral& m) { report_referral(m); },
      [this](const SetAudible& m) { set_audible(m.audible); },
      [this](const LegTimerFired& m) { timer_fired(m.input); },
      [this](const LegLeaves&) { quit(); },
      [this](const TransferOverdue&) { step(TransferInput::overdue, 408, "nothing was told"); },
      [this](const ReferralOverdue&) { referral_overdue(); },
      [this](const SessionRefreshDue&) { refresh_session(); },
  };
}

void CallLegActor::confirm_dialog() {
  cancel_limit_.cancel();
  const auto* early = early_.find(response_->to_tag());
  peer_allows_update_ = response_->has(sip::HeaderId::allow)
                            ? response_->lists(sip::HeaderId::allow, "UPDATE")
                            : early != nullptr && early->allows_update;
  signaling_.confirm(*invite_.request, *response_, early != nullptr ? &early->dialog : nullptr);
}

/// §14.2, RFC 3311 §5.2: a random time of 0 to 10 seconds.
Reply CallLegActor::wait_and_retry() {
  return {500, "Retry-After", std::to_string(context_.random.between(0s, 10s, 1s) / 1s), {}};
}

bool CallLegActor::step(LegInput input, int status, std::string_view reason) {
  const auto* row = find_transition(call_leg_table, state_, input);
  if (row == nullptr) return false;
  input_ = input;
  before_ = state_;
  status_ = status;
  reason_ = reason;
  state_ = row->to;
  for (const auto action : row->actions) perform(action);
  report();
  return true;
}

/// A time that has run out counts as the status that a proxy would have answered.
void CallLegActor::timer_fired(LegInput timer) {
  if (timer == LegInput::provisional_overdue)
    step(timer, 504, "no PRACK");  // RFC 3262 §3: 5xx
  else if (timer == LegInput::cancelled)
    step(timer, 487, "the caller's time was over");  // §13.3.1
  else if (timer == LegInput::session_lapsed)
    step(timer, 408, "nobody refreshed the session");
  else
    step(timer);
}

void CallLegActor::perform(LegAction action) {
  switch (action) {
    case LegAction::send_invite:
      return send_invite();
    case LegAction::take_early_media:
      return take_early_media();
    case LegAction::send_cancel:
      // A re-INVITE is given up, not the call.
      tell(context_.dispatcher, before_ == LegState::re_inviting
                                    ? transaction::CancelInvite{re_invite_.branch}
                                    : transaction::CancelInvite{invite_.branch, end_reason()});
      cancel_limit_ = after(context_.timers.limit(), LegTimerFired{LegInput::cancel_overdue});
      return;
    case LegAction::confirm_dialog:
      return confirm_dialog();
    case LegAction::send_ack:
      return acknowledge(is_established(before_) ? re_invite_ : invite_, *response_,
                         std::exchange(ack_session_, {}));
    case LegAction::use_session:
      return use_session();
    case LegAction::send_ringing:
      return send_ringing();
    case LegAction::repeat_ringing:
      return repeat_ringing();
    case LegAction::send_answer:
      return answer_invite(*incoming_);
    case LegAction::repeat_answer:
      return repeat_answer();
    case LegAction::stop_ack_timers:
      return stop_ack_timers();
    case LegAction::refuse_invite:
      stop_provisional();
      if (refusal_.status < 300) refusal_ = Reply{status_ >= 300 ? status_ : 500};
      return reply(*incoming_, refusal_);
    case LegAction::terminate_invite:
      stop_provisional();
      return reply(*incoming_, Reply{487});
    case LegAction::send_re_invite:
      return send_re_invite();
    case LegAction::drop_offer:
      return negotiation_.drop_offer();
    case LegAction::send_early_offer:
      return send_early_offer();
    case LegAction::start_glare_timer:
      glare_ = after(glare_delay(signaling_.owns_call_id(), context_.random),
                     LegTimerFired{LegInput::glare_over});
      return;
    case LegAction::answer_re_invite:
      signaling_.refresh_target(*request_->request);
      return answer_invite(*request_);
    case LegAction::refuse_re_invite:
      return reply(*request_, refusal_);
    case LegAction::refuse_glare:
      return reply(*request_, Reply{491});
    case LegAction::refuse_overlap:
      // §14.2: a random time of 0 to 10 seconds.
      return reply(*request_, wait_and_retry());
    case LegAction::complete_operation:
      return before_ == LegState::re_inviting || before_ == LegState::re_cancelling
                 ? finish_re_invite(OperationResult::done)
                 : finish_operation(OperationResult::done);
    case LegAction::refuse_operation:
      return finish_re_invite(OperationResult::refused);
    case LegAction::start_waiting_operation:
      if (operation_) step(LegInput::re_negotiate);
      return;
    case LegAction::send_bye:
      return send_bye();
    case LegAction::accept_bye:
      // After the end there is no dialog (§15.1.2), unless their BYE and ours crossed.
      if (before_ == LegState::ended && bye_branch_.text.empty())
        return reply(*request_, {481, "", "", {}});
      return reply(*request_, {});
    case LegAction::keep_reason:
      end_ = end_now();
      return;
    case LegAction::end_call:
      return end_call();
    case LegAction::leave:
      return try_to_leave();
  }
}

CallSnapshot CallLegActor::snapshot() const {
  auto call = facts_;
  const auto rang = reported_ ? reported_->state : CallState::dialing;
  call.state = to_call_state(state_, rang, negotiation_.holds());
  if (is_hanging_up(state_))
    call.pending = Operation::hangup;
  else if (operation_ && state_ < LegState::ending)
    call.pending = operation_->kind;
  else if (referring_.promise && state_ < LegState::ending)
    call.pending = Operation::transfer;
  if (const auto& dialog = signaling_.dialog()) {
    call.remote_tag = dialog->id().remote_tag;
    call.remote_target = sip::to_string(dialog->remote_target());
    call.remote_is_focus = dialog->remote_is_focus();
  }
  return call;
}

void CallLegActor::report() {
  // A call that has not rung is nobody's business; one that has ended says so in CallEnded.
  if (state_ == LegState::opening_in || state_ >= LegState::ending) return;
  auto call = snapshot();
  if (reported_ == call) return;
  reported_ = call;
  tell(context_.owner, CallChanged{std::move(call)});
}

}  // namespace offhook::call
