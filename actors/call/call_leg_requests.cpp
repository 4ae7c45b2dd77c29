// SPDX-License-Identifier: GPL-3.0-or-later
// What the peer asks: BYE, re-INVITE, UPDATE and the rest, and the ACKs of our answers.
#include "actors/call/call_leg_actor.hpp"

namespace offhook::call {

void CallLegActor::receive(const transaction::RequestArrived& m) {
  const auto& request = *m.request;
  if (signaling_.dialog()) {
    switch (signaling_.receive(request)) {
      case dialog::RequestOrder::other_dialog:
        return reply(m, {481, "", ""});
      case dialog::RequestOrder::out_of_order:
        return reply(m, {500, "", ""});  // §12.2.2
      case dialog::RequestOrder::in_order:
        break;
    }
  }
  request_ = m;
  switch (request.method()) {
    case sip::Method::bye:
      if (!step(LegInput::bye, 0, reason_of(request))) reply(m, {481, "", ""});
      break;
    case sip::Method::invite:
      receive_re_invite(m);
      break;
    case sip::Method::update:
      receive_update(m);
      break;
    case sip::Method::refer:
      receive_refer(m);
      break;
    case sip::Method::notify:
      receive_notify(m);
      break;
    default:
      if (state_ >= LegState::ending)
        reply(m, {481, "", ""});
      else
        reply(m, refuse_required(request).value_or(answer_in_dialog(request)));
  }
  request_.reset();
}

void CallLegActor::receive_re_invite(const transaction::RequestArrived& m) {
  auto input = LegInput::re_invite;
  if (is_established(state_) && state_ != LegState::hanging_up) {
    if (auto refusal = refuse_session(*m.request)) {
      refusal_ = *std::move(refusal);
      input = LegInput::re_invite_unusable;
    }
    // Our offer went out in a 200, and its ACK has to bring the answer before the next offer.
    if (answered_ && negotiation_.has_offer()) input = LegInput::re_invite_too_early;
  }
  if (!step(input)) reply(m, {481, "", ""});
}

std::optional<Reply> CallLegActor::refuse_session(const sip::Message& request) const {
  if (auto refusal = refuse_unread(request)) return refusal;
  if (request.body().empty()) return std::nullopt;
  const auto usable = negotiation_.check(request.body());
  if (usable.ok()) return std::nullopt;
  return Reply{absl::IsInvalidArgument(usable) ? 400 : 488, "", ""};
}

// RFC 3311. Without a body it refreshes the target and no more.
void CallLegActor::receive_update(const transaction::RequestArrived& m) {
  const auto& request = *m.request;
  if (const auto refusal = refuse_session(request)) return reply(m, *refusal);
  if (request.body().empty()) {
    if (state_ >= LegState::ending) return reply(m, {481, "", ""});
    signaling_.refresh_target(request);
    return reply(m, {});
  }
  const int status = update_status(state_);
  if (status == 500) return reply(m, {500, "Retry-After", "2"});
  if (status != 200) return reply(m, {status, "", ""});
  const auto session = negotiation_.answer(request.body());
  if (!session.ok()) return reply(m, {488, "", ""});
  signaling_.refresh_target(request);
  reply(m, {}, *session);
  use_session();
  report();
}

void CallLegActor::receive(const transaction::AckArrived& m) {
  const auto& ack = *m.ack;
  if (!answered_ || ack.cseq().number != answered_->request->cseq().number) return;
  if (!negotiation_.has_offer()) {
    step(LegInput::acked);
    return;
  }
  const auto agreed = negotiation_.accept(ack.body());
  if (agreed.ok())
    step(LegInput::acked);
  else
    step(LegInput::acked_unusable, 488, message_of(agreed.status()));
}

void CallLegActor::receive(const transaction::InviteCancelled& m) {
  if (!incoming_ || m.invite->cseq().number != incoming_->request->cseq().number) return;
  step(LegInput::cancelled, 487, reason_of(*m.invite));
}

void CallLegActor::reply(const transaction::RequestArrived& m, const Reply& reply,
                         std::string_view session) {
  if (auto response = signaling_.respond(*m.request, reply, session))
    tell(m.transaction, transaction::SendResponse{std::move(response)});
}

void CallLegActor::answer_invite(const transaction::RequestArrived& invite) {
  signaling_.confirm();
  const auto offer = invite.request->body();
  auto session = offer.empty() ? absl::StatusOr<std::string>(negotiation_.offer_all())
                               : negotiation_.answer(offer);
  // It was looked at before, so this does not happen; if it does, the missing ACK ends the call.
  if (!session.ok()) return reply(invite, {488, "", ""});
  answered_ = invite;
  answer_ = signaling_.respond(*invite.request, {}, *session);
  answer_timing_ = AnswerTiming(context_.timers);
  overdue_ = after(context_.timers.limit(), LegTimerFired{LegInput::ack_overdue});
  repeat_answer();
}

void CallLegActor::repeat_answer() {
  if (answer_) tell(answered_->transaction, transaction::SendResponse{answer_});
  retransmit_ = after(answer_timing_.next(), LegTimerFired{LegInput::retransmit_due});
}

void CallLegActor::stop_ack_timers() {
  retransmit_.cancel();
  overdue_.cancel();
  answered_.reset();
  answer_ = nullptr;
}

}  // namespace offhook::call
