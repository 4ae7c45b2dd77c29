// SPDX-License-Identifier: GPL-3.0-or-later
// What the person asks, and the stream that carries the sound.
#include <algorithm>

#include "actors/call/call_leg_actor.hpp"
#include "actors/call/digit_way.hpp"
#include "actors/call/media_plan.hpp"
#include "actors/call/session_body.hpp"

namespace offhook::call {
namespace {

constexpr std::chrono::milliseconds media_patience{5000};
constexpr int default_refusal = 486;

bool are_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789*#ABCDabcd") == std::string_view::npos;
}

}  // namespace

act::result<OperationDone> CallLegActor::answer() {
  if (announced_ || state_ >= LegState::ending) return outcome(OperationResult::call_ended);
  if (operation_) return outcome(OperationResult::busy);
  if (state_ != LegState::ringing_in) return outcome(OperationResult::wrong_state);
  auto promise = make_response_promise<OperationDone>();
  operation_ = Wanted{Operation::answer, promise};
  const bool early = must_wait_for_prack();
  if (!early) facts_.connected = now();
  step(early ? LegInput::answer_early : LegInput::answer, 200);
  return promise;
}

act::result<OperationDone> CallLegActor::reject(const Reject& order) {
  if (announced_ || state_ >= LegState::ending) return outcome(OperationResult::call_ended);
  if (!is_ringing_in(state_)) return outcome(OperationResult::wrong_state);
  auto promise = make_response_promise<OperationDone>();
  hangups_.push_back(promise);
  const int status = order.sip_status;
  refusal_ = Reply{status >= 300 && status <= 699 ? status : default_refusal};
  refusal_.more = order.headers;
  step(LegInput::reject, refusal_.status);
  return promise;
}

// Goes before everything else: what else is under way ends with the call.
act::result<OperationDone> CallLegActor::hangup(EndCause cause) {
  if (announced_) return outcome(OperationResult::call_ended);
  auto promise = make_response_promise<OperationDone>();
  hangups_.push_back(promise);
  if (hangups_.size() == 1) hangup_cause_ = cause;
  step(LegInput::hangup, is_ringing_in(state_) ? default_refusal : 0);
  return promise;
}

act::result<OperationDone> CallLegActor::re_negotiate(Operation kind, bool is_private) {
  if (announced_ || state_ >= LegState::ending) return outcome(OperationResult::call_ended);
  if (operation_ || referring_.promise) return outcome(OperationResult::busy);
  if (is_calling(state_)) return re_negotiate_early(kind);
  const bool changes = negotiation_.holds().local != (kind == Operation::hold);
  const bool possible = may_re_negotiate(state_) || (refreshing_ && is_established(state_));
  if (!possible || !changes) return outcome(OperationResult::wrong_state);
  auto promise = make_response_promise<OperationDone>();
  operation_ = Wanted{kind, promise};
  signaling_.hold_privately(is_private);
  if (refreshing_) {  // its turn comes when the session is refreshed
    report();
    return promise;
  }
  glare_retries_ = 0;
  re_invite_.challenges = 0;
  step(LegInput::re_negotiate);
  return promise;
}

act::result<OperationDone> CallLegActor::send_dtmf(const SendDtmf& order) {
  if (announced_ || state_ >= LegState::ending) return outcome(OperationResult::call_ended);
  if (dtmf_) return outcome(OperationResult::busy);
  const auto& plan = negotiation_.plan();
  if (!is_established(state_) || !plan || !stream_) return outcome(OperationResult::wrong_state);
  const bool sends = sdp::sends(plan->direction);
  const auto way = digit_way(context_.account.calls.dtmf,
                             {.events = plan->telephone_event && sends, .sound = sends});
  if (!way || !are_digits(order.digits)) {
    auto refused = outcome(OperationResult::refused);
    refused.reason =
        are_digits(order.digits) ? "the peer takes no digits now" : "digits are 0-9, *, # and A-D";
    return refused;
  }
  std::string digits = order.digits;
  std::transform(digits.begin(), digits.end(), digits.begin(),
                 [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  dtmf_ = make_response_promise<OperationDone>();
  const auto answer = *dtmf_;
  if (*way == sip::DigitWay::info) {
    auto upper = order;
    upper.digits = digits;
    send_key_by_info(upper, 0);
    return answer;
  }
  tell(context_.media, media::SendDigits{*stream_, std::move(digits), order.tone, order.gap,
                                         *way == sip::DigitWay::inband});
  return answer;
}

void CallLegActor::digits_sent(const media::DtmfSent& m) {
  tell(context_.owner, CallDigitsSent{facts_.call_id, m.digits});
  if (dtmf_) std::exchange(dtmf_, std::nullopt)->deliver(outcome(OperationResult::done));
}

OperationDone CallLegActor::outcome(OperationResult result) const {
  OperationDone outcome;
  outcome.result = result;
  outcome.call = snapshot();
  if (end_ && state_ >= LegState::ending) {
    outcome.sip_status = end_->sip_status;
    outcome.reason = end_->reason;
  }
  return outcome;
}

void CallLegActor::finish_operation(OperationResult result) {
  if (!operation_) return;
  auto asker = std::exchange(operation_, std::nullopt)->promise;
  auto outcome = this->outcome(result);
  outcome.sip_status = status_;
  outcome.reason = reason_;
  report();  // the owner hears of the change before the asker, who may be another
  asker.deliver(std::move(outcome));
}

void CallLegActor::set_audible(bool audible) {
  audible_ = audible;
  if (stream_) tell(context_.media, media::SetStreamAudible{*stream_, audible_});
}

void CallLegActor::open_stream() {
  opening_ = true;
  ask(context_.media, media_patience, media::OpenStream{context_.media_address, me()})
      .then([this](const media::StreamOpened& opened) { stream_opened(opened); },
            [this](const act::error& failed) {
              stream_opened({unavailable(act::describe(failed)), {}, {}});
            });
}

void CallLegActor::stream_opened(const media::StreamOpened& opened) {
  opening_ = false;
  if (!opened.status.ok()) {
    step(LegInput::stream_refused, 500, message_of(opened.status));
    return try_to_leave();
  }
  if (state_ != LegState::opening_out && state_ != LegState::opening_in) {
    act::tell_anon(context_.media, media::CloseStream{opened.stream});
    return try_to_leave();
  }
  stream_ = opened.stream;
  facts_.stream = stream_;
  negotiation_.set_port(opened.rtp.port);
  if (audible_) set_audible(true);
  if (!at_once_) {
    step(LegInput::stream_opened);
    return;
  }
  facts_.connected = now();
  step(LegInput::stream_opened_at_once, 200);
}

void CallLegActor::media_down() {
  if (announced_) return;
  stream_.reset();
  facts_.stream.reset();
  step(LegInput::media_down, 500, "the media engine ended");
}

void CallLegActor::use_session() {
  if (!facts_.connected && is_established(state_)) facts_.connected = now();
  const auto& plan = is_established(state_) ? negotiation_.plan() : early_plan_;
  if (!plan || !stream_) return;
  auto stream_plan = to_stream_plan(*plan, context_.silence_limit);
  if (!stream_plan.ok()) return log::error(message_of(stream_plan.status()));
  stream_plan->event_ends = context_.account.calls.digit_ends;
  facts_.codec = plan->codec.name;
  tell(context_.media, media::SetStreamPlan{*stream_, *stream_plan});
}

// A 180 without a session goes back to our own ring-back tone, though the stream stays (RFC 3960
// §3). Of several phones that ring, the last one that sent a session is heard.
void CallLegActor::take_early_media() {
  if (session_of(*response_).empty()) {
    if (response_->status() == 180) facts_.early_media = false;
    return;
  }
  const auto* early = early_.find(response_->to_tag());
  if (early == nullptr) return;
  auto plan = early->negotiation.plan();
  if (!plan) {
    const auto preview = early->negotiation.preview(early->preview);
    if (!preview.ok()) return;  // the 2xx may bring a better one
    plan = *preview;
  }
  early_plan_ = *plan;
  facts_.early_media = true;
  use_session();
}

// The next place is called, and nothing goes to the last one meanwhile.
void CallLegActor::end_early_media() {
  if (early_plan_) {
    early_plan_->direction = sdp::Direction::inactive;
    use_session();
  }
  early_plan_.reset();
  facts_.early_media = false;
  facts_.codec.clear();
}

}  // namespace offhook::call
