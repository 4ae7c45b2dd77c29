// SPDX-License-Identifier: GPL-3.0-or-later
// How a leg ends, and what it still waits for.
#include <algorithm>

#include "actors/call/call_leg_actor.hpp"

namespace offhook::call {
namespace {

/// Binding a port and reading counters take no time; a media actor that needs longer has failed.
constexpr std::chrono::milliseconds media_patience{5000};

}  // namespace

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
  // From nobody: a leg that only the dispatcher still held is destroyed when that ends, and a
  // sender would be held again by what it sent.
  act::tell_anon(context_.dispatcher,
                 transaction::ReleaseDialog{signaling_.call_id(), signaling_.local_tag()});
  for (auto* timer :
       {&retransmit_, &overdue_, &cancel_limit_, &glare_, &linger_, &ring_again_, &re_invite_limit_,
        &refresh_, &session_end_, &invite_expiry_, &referring_.overdue})
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

CallEnd CallLegActor::end_now() const {
  CallEnd end{end_cause(before_, input_), status_, reason_};
  if (end.cause == EndCause::hung_up_here) end.cause = hangup_cause_;
  if (end.cause == EndCause::refused_here && status_ >= 300 && status_ < 400)
    end.cause = EndCause::forwarded_here;
  if (end.cause != EndCause::refused_there || status_ < 300) return end;
  end.cause = cause_of_refusal(status_);
  if (!response_ || response_->status() != status_) return end;
  if (const auto after = response_->header(sip::HeaderId::retry_after))
    if (const auto wait = sip::parse_retry_after(*after))
      end.retry_after = std::chrono::seconds{*wait};
  end.warning = warning_in(*response_);
  return end;
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
  const auto until =
      re_invite_open_ ? now() + context_.timers.limit() : std::max(acks_until_, pracks_until_);
  if (until <= now()) return quit();
  linger_ = after(until - now(), LegLeaves{});
}

}  // namespace offhook::call
