// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/call_leg_actor.hpp"

#include "actors/call/glare.hpp"
#include "actors/call/session_body.hpp"

namespace offhook::call {
namespace {

/// Binding a port and reading counters take no time; a media actor that needs longer has failed.
constexpr std::chrono::milliseconds media_patience{5000};

LegProfile profile_of(const LegContext& context, InviteExtras extras = {}) {
  return {context.account, context.contact_uri, context.user_agent, std::move(extras)};
}

LocalTerms terms_of(const LegContext& context) {
  // 31 bits: some peers read the session id of o= into an int.
  return {context.media_address, context.codecs, context.telephone_event,
          context.random.next() & 0x7FFFFFFF};
}

}  // namespace

CallLegActor::CallLegActor(caf::actor_config& config, LegContext context, PlaceCall order)
    : actor(config),
      context_(std::move(context)),
      signaling_(profile_of(context_, order.extras), context_.random, order.target),
      negotiation_(terms_of(context_)),
      state_(LegState::opening_out),
      targets_(order.target) {
  facts_.call_id = std::move(order.call_id);
  facts_.direction = CallDirection::outgoing;
  facts_.remote_uri = std::move(order.target);
  facts_.referred_by = std::move(order.extras.referred_by);
}

CallLegActor::CallLegActor(caf::actor_config& config, LegContext context, IncomingCall call)
    : actor(config),
      context_(std::move(context)),
      signaling_(profile_of(context_), context_.random, call.invite.request),
      negotiation_(terms_of(context_)),
      state_(LegState::opening_in),
      incoming_(std::move(call.invite)),
      targets_("") {
  facts_.call_id = std::move(call.call_id);
  facts_.direction = CallDirection::incoming;
  const auto caller = call.caller ? *std::move(call.caller) : incoming_->request->from();
  facts_.remote_uri = sip::to_string(caller.uri);
  facts_.remote_display = caller.display_name;
  facts_.diverted_by = std::move(call.diverted_by);
  at_once_ = call.at_once;
  facts_.alert_info = incoming_->request->header(sip::HeaderId::alert_info).value_or("");
}

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
      [this](const Hold&) { return re_negotiate(Operation::hold); },
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

void CallLegActor::begin() {
  facts_.account_id = context_.account.id;
  facts_.local_uri = context_.account.aor;
  facts_.sip_call_id = signaling_.call_id();
  facts_.local_tag = signaling_.local_tag();
  facts_.started = now();
  watch(context_.media, [this](const act::error&) { media_down(); });
  // Without the phone nobody can hang up; without transactions nothing can be said.
  watch(context_.owner, [this](const act::error&) { step(LegInput::hangup, 480); });
  watch(context_.dispatcher, [this](const act::error&) { quit(); });
  tell(context_.dispatcher,
       transaction::ClaimDialog{signaling_.call_id(), signaling_.local_tag(), me()});
  if (incoming_)
    begin_incoming();
  else
    open_stream();
  report();
}

void CallLegActor::begin_incoming() {
  tell(incoming_->transaction, transaction::Adopt{me(), incoming_->request});
  const auto& invite = *incoming_->request;
  auto refusal = refuse_unread(invite, context_.account.calls);
  if (!refusal) refusal = refuse_by_reliability(invite);
  if (!refusal) refusal = refuse_session_timer(invite);
  if (refusal) {
    refusal_ = *std::move(refusal);
    step(LegInput::unusable, refusal_.status);
    return;
  }
  if (const auto made = signaling_.accept_dialog(); !made.ok()) {
    step(LegInput::unusable, 400, message_of(made));
    return;
  }
  peer_allows_update_ = invite.lists(sip::HeaderId::allow, "UPDATE");
  // The session is looked at before anything rings (§13.3.1: 488 if it cannot be met).
  const auto offer = session_of(invite);
  const auto usable = offer.empty() ? absl::OkStatus() : negotiation_.check(offer);
  if (usable.ok()) return open_stream();
  if (absl::IsInvalidArgument(usable)) {
    step(LegInput::unusable, 400, message_of(usable));
    return;
  }
  refusal_ = Reply{488, "Warning", warning_of(message_of(usable)), {}};
  step(LegInput::stream_refused, 488, message_of(usable));
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

/// What our CANCEL or BYE gives as Reason: the status that a failed call ended with. None where a
/// person hung up: some phones show any reason as an error.
std::string CallLegActor::end_reason() const {
  const CallEnd end = end_ ? *end_ : end_now();
  if (end.by() != "failed") return {};
  const int unsaid = end.cause == EndCause::internal_error ? 500 : 408;
  return make_reason(end.sip_status >= 300 ? end.sip_status : unsaid, end.reason);
}

void CallLegActor::on_exit() {
  // Ended from outside while the call stood: the peer should not be left with a silent line.
  if (is_established(state_)) send_bye();
  if (!announced_) {
    if (stream_) act::tell_anon(context_.media, media::CloseStream{*stream_});
    if (!end_) end_ = CallEnd{EndCause::internal_error, 0, "the call's actor was stopped"};
    state_ = LegState::ended;
    announce_end({});
  }
  tell(context_.dispatcher,
       transaction::ReleaseDialog{signaling_.call_id(), signaling_.local_tag()});
  for (auto* timer : {&retransmit_, &overdue_, &cancel_limit_, &glare_, &linger_, &ring_again_,
                      &re_invite_limit_, &refresh_, &session_end_, &referring_.overdue})
    timer->cancel();
  referred_.reset();
  asking_.clear();
  context_.dispatcher = nullptr;
  context_.media = nullptr;
  context_.owner = nullptr;
  incoming_.reset();
  answered_.reset();
  request_.reset();
  provisional_ = nullptr;
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

CallEnd CallLegActor::end_now() const {
  const auto cause = end_cause(before_, input_);
  return {cause == EndCause::hung_up_here ? hangup_cause_ : cause, status_, reason_};
}

void CallLegActor::end_call() {
  if (!end_) end_ = end_now();
  if (end_->sip_status == 0 && status_ >= 300) end_->sip_status = status_;
  for (auto* timer : {&glare_, &cancel_limit_, &re_invite_limit_, &refresh_, &session_end_})
    timer->cancel();
  const auto closed = [this](const media::StreamReport& report) {
    announce_end(report);
    try_to_leave();
  };
  if (!stream_) return closed({});
  ask(context_.media, media_patience, media::CloseStream{*stream_})
      .then(closed, [closed](const act::error&) { closed({}); });
}

void CallLegActor::announce_end(const media::StreamReport& report) {
  if (announced_) return;
  announced_ = true;
  tell(context_.owner, CallEnded{snapshot(), *end_, report});
  if (operation_) operation_->promise.deliver(outcome(OperationResult::call_ended));
  if (dtmf_) dtmf_->deliver(outcome(OperationResult::call_ended));
  finish_transfer(OperationResult::call_ended, end_->sip_status, end_->reason);
  for (auto& promise : hangups_) promise.deliver(outcome(OperationResult::done));
  operation_.reset();
  dtmf_.reset();
  hangups_.clear();
}

void CallLegActor::try_to_leave() {
  if (state_ != LegState::ended || !announced_ || opening_) return;
  // The peer that referred us may hang up before it knows how we fared (RFC 5057 §3.2).
  if (referred_ && !referred_->notifies.is_over()) return;
  const auto until = re_invite_open_ ? now() + context_.timers.limit() : acks_until_;
  if (until <= now()) return quit();
  linger_ = after(until - now(), LegLeaves{});
}

}  // namespace offhook::call
