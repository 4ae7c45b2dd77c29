// SPDX-License-Identifier: GPL-3.0-or-later
// What the peer asks: BYE, re-INVITE, UPDATE and the rest, and the ACKs of our answers.
#include "actors/call/call_leg_actor.hpp"
#include "actors/call/info_keys.hpp"
#include "actors/call/session_body.hpp"

namespace offhook::call {

void CallLegActor::receive(const transaction::RequestArrived& m) {
  const auto& request = *m.request;
  if (!signaling_.dialog()) return receive_early(m);
  switch (signaling_.receive(request)) {
    case dialog::RequestOrder::other_dialog:
      return reply(m, Reply{481});
    case dialog::RequestOrder::out_of_order:
      return reply(m, Reply{500});  // §12.2.2
    case dialog::RequestOrder::in_order:
      break;
  }
  request_ = m;
  switch (request.method()) {
    case sip::Method::bye:
      if (!step(LegInput::bye, 0, reason_of(request))) reply(m, Reply{481});
      break;
    case sip::Method::invite:
      receive_re_invite(m);
      break;
    case sip::Method::update:
      receive_update(m, *signaling_.dialog_with(signaling_.dialog()->id().remote_tag),
                     negotiation_);
      break;
    case sip::Method::prack:
      receive_prack(m);
      break;
    case sip::Method::refer:
      receive_refer(m);
      break;
    case sip::Method::notify:
      receive_notify(m);
      break;
    default:
      receive_other(m);
  }
  request_.reset();
}

/// From a far phone that rings for us: its early dialog is known by its tag.
void CallLegActor::receive_early(const transaction::RequestArrived& m) {
  const auto& request = *m.request;
  auto* early = early_.find(request.from_tag());
  if (early == nullptr || !is_calling(state_)) return reply(m, Reply{481});
  switch (early->dialog.receive(request)) {
    case dialog::RequestOrder::other_dialog:
      return reply(m, Reply{481});
    case dialog::RequestOrder::out_of_order:
      return reply(m, Reply{500});
    case dialog::RequestOrder::in_order:
      break;
  }
  switch (request.method()) {
    case sip::Method::invite:
      return reply(m, Reply{491});  // §14.2: ours is under way
    case sip::Method::bye:
      return reply(m, Reply{481});  // §15: not before its 2xx has its ACK
    case sip::Method::update:
      receive_update(m, early->dialog, early->negotiation);
      // The fork that spoke last is heard.
      if (early->negotiation.plan() && early_plan_) {
        early_plan_ = early->negotiation.plan();
        use_session();
      }
      return;
    default:
      return receive_other(m);
  }
}

void CallLegActor::receive_other(const transaction::RequestArrived& m) {
  const auto& request = *m.request;
  if (state_ >= LegState::ending) return reply(m, Reply{481});
  if (auto refusal = refuse_required(request, context_.account.calls)) return reply(m, *refusal);
  const auto answer = answer_in_dialog(request);
  reply(m, answer);
  if (request.method() == sip::Method::message && answer.status == 200)
    tell(context_.owner, CallTextReceived{facts_.call_id, std::string(request.content_type()),
                                          std::string(request.body())});
  if (request.method() != sip::Method::info || !is_established(state_)) return;
  if (const auto key = key_of_info(request))
    tell(context_.owner, CallDtmfReceived{facts_.call_id, key->digit, key->duration});
}

void CallLegActor::receive_re_invite(const transaction::RequestArrived& m) {
  auto input = LegInput::re_invite;
  if (is_established(state_) && state_ != LegState::hanging_up) {
    if (auto refusal = refuse_session(*m.request, negotiation_)) {
      refusal_ = *std::move(refusal);
      input = LegInput::re_invite_unusable;
    }
    // Our offer went out in a 200, and its ACK has to bring the answer before the next offer.
    if (answered_ && negotiation_.has_offer()) input = LegInput::re_invite_too_early;
    // Likewise that of an UPDATE that went out before the call was answered.
    if (state_ == LegState::talking && early_offer_) input = LegInput::re_invite_too_early;
  }
  if (input == LegInput::re_invite && is_established(state_))
    learn_party(*m.request, m.from_server);
  if (!step(input)) reply(m, Reply{481});
}

std::optional<Reply> CallLegActor::refuse_session(const sip::Message& request,
                                                  const Negotiation& negotiation) {
  if (auto refusal = refuse_unread(request, context_.account.calls)) return refusal;
  if (auto refusal = refuse_session_timer(request)) return refusal;
  const auto offer = session_of(request);
  if (offer.empty()) return std::nullopt;
  const auto usable = negotiation.check(offer);
  if (usable.ok()) return std::nullopt;
  if (absl::IsInvalidArgument(usable)) return Reply{400};
  return Reply{488, "Warning", warning_of(message_of(usable)), {}};
}

// RFC 3311. Without a body it refreshes the target and no more.
void CallLegActor::receive_update(const transaction::RequestArrived& m, dialog::Dialog& dialog,
                                  Negotiation& negotiation) {
  const auto& request = *m.request;
  if (state_ >= LegState::ending) return reply(m, Reply{481});
  if (const auto refusal = refuse_session(request, negotiation)) return reply(m, *refusal);
  const auto offer = session_of(request);
  std::string answer;
  if (!offer.empty()) {
    // An early INVITE of theirs waits for our answer until the session is agreed on.
    const bool open = is_ringing_in(state_) && !negotiation.plan();
    const bool ours = negotiation.has_offer() ||
                      (early_offer_ && early_offer_->remote_tag == dialog.id().remote_tag);
    const int status = update_status(state_, {ours, open});
    if (status == 500) return reply(m, wait_and_retry());
    if (status != 200) return reply(m, Reply{status});
    auto session = negotiation.answer(offer);
    if (!session.ok()) return reply(m, Reply{488});
    answer = *std::move(session);
  }
  dialog.refresh_target(request);
  if (is_established(state_)) signaling_.session_timer().accept_request(request);
  reply(m, {}, answer);
  learn_party(request, m.from_server);
  arm_session_timer();
  report();
  if (answer.empty() || !is_established(state_)) return;
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
  const auto agreed = negotiation_.accept(session_of(ack));
  if (agreed.ok())
    step(LegInput::acked);
  else
    step(LegInput::acked_unusable, 488, message_of(agreed.status()));
}

void CallLegActor::receive(const transaction::InviteCancelled& m) {
  if (!incoming_ || m.invite->cseq().number != incoming_->request->cseq().number) return;
  if (m.cancel && says_answered_elsewhere(*m.cancel))
    end_ = CallEnd{EndCause::answered_elsewhere, 487, reason_of(*m.cancel)};
  step(LegInput::cancelled, 487, m.cancel ? reason_of(*m.cancel) : std::string());
}

void CallLegActor::reply(const transaction::RequestArrived& m, const Reply& reply,
                         std::string_view session) {
  if (auto response = signaling_.respond(*m.request, reply, session))
    tell(m.transaction, transaction::SendResponse{std::move(response)});
}

void CallLegActor::answer_invite(const transaction::RequestArrived& invite) {
  stop_provisional();
  // A reliable 18x and its PRACK may have settled the session (RFC 3262 §5).
  const bool is_first = signaling_.dialog()->state() == dialog::DialogState::early;
  const bool settled = is_first && negotiation_.plan() && !negotiation_.has_offer();
  signaling_.confirm();
  refreshing_ = false;  // this INVITE refreshes the session too
  const auto offer = session_of(*invite.request);
  auto session = offer.empty() ? absl::StatusOr<std::string>(settled ? std::string()
                                                                     : negotiation_.offer_all())
                               : negotiation_.answer(offer);
  // It was looked at before, so this does not happen; if it does, the missing ACK ends the call.
  if (!session.ok()) return reply(invite, Reply{488});
  if (invite.request->has(sip::HeaderId::allow))
    peer_allows_update_ = invite.request->lists(sip::HeaderId::allow, "UPDATE");
  signaling_.session_timer().accept_request(*invite.request);
  answered_ = invite;
  answer_ = signaling_.respond(*invite.request, {}, *session);
  answer_timing_ = AnswerTiming(context_.timers);
  overdue_ = after(context_.timers.limit(), LegTimerFired{LegInput::ack_overdue});
  repeat_answer();
  arm_session_timer();
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
