// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/client_actor.hpp"

#include <utility>

#include "actors/sip/draft.hpp"
#include "actors/transaction/invite_client.hpp"
#include "actors/transaction/non_invite_client.hpp"
#include "actors/transaction/transaction_key.hpp"

namespace offhook::transaction {

using client::Action;
using client::Input;
using client::State;

namespace {

bool is_invite(const sip::Message& request) { return request.method() == sip::Method::invite; }

Input input_of(TimerName timer) {
  switch (timer) {
    case TimerName::a:
      return Input::timer_a;
    case TimerName::b:
      return Input::timer_b;
    case TimerName::d:
      return Input::timer_d;
    case TimerName::e:
      return Input::timer_e;
    case TimerName::f:
      return Input::timer_f;
    case TimerName::k:
      return Input::timer_k;
    default:
      return Input::timer_m;
  }
}

}  // namespace

ClientActor::ClientActor(caf::actor_config& config, Setup setup)
    : actor(config),
      setup_(std::move(setup)),
      table_(is_invite(*setup_.request) ? client::invite::table : client::non_invite::table) {}

ClientActor::behavior_type ClientActor::make_behavior() {
  return {
      [this](const Begin&) { begin(); },
      [this](const ResponseArrived& m) { receive(m); },
      [this](const Cancel& m) {
        was_cancelled_ = true;
        cancel_reason_ = m.reason;
        step(Input::cancel);
      },
      [this](const TransportFailed& m) {
        failure_ = m.why;
        step(Input::transport_failed);
      },
      [this](const TimerFired& m) { fire(m.timer); },
  };
}

void ClientActor::on_exit() {
  if (setup_.user) unwatch(setup_.user);
  retransmission_.cancel();
  end_.cancel();
  setup_ = {};
  response_ = {};
  ack_ = nullptr;
}

void ClientActor::begin() {
  if (setup_.user) watch(setup_.user, [this](const act::error&) { lose_user(); });
  begun_ = now();
  step(Input::request);
}

void ClientActor::receive(const ResponseArrived& arrived) {
  response_ = {setup_.handle, arrived.response};
  const int status = arrived.response->status();
  if (sip::is_provisional(status)) extend_patience();
  has_progress_ = has_progress_ || (status > 100 && status < 200);
  step(is_invite(*setup_.request) ? client::invite::classify(status)
                                  : client::non_invite::classify(status));
  if (user_is_gone_) lose_user();
}

/// An INVITE is cancelled for a user that is gone, as soon as that is allowed (§9.1).
void ClientActor::lose_user() {
  has_user_ = false;
  user_is_gone_ = state_ != State::proceeding;
  if (state_ == State::proceeding) step(Input::user_gone);
}

void ClientActor::fire(TimerName timer) { step(input_of(timer)); }

void ClientActor::step(Input input) {
  const auto* row = find_transition(table_, state_, input);
  if (row == nullptr) return;
  // Watching costs the user a place in its list of observers, so only while it matters.
  if (client::is_settled(row->to) && !client::is_settled(state_) && setup_.user)
    unwatch(setup_.user);
  state_ = row->to;
  for (const Action action : row->actions) perform(action);
  if (state_ == State::terminated) quit();
}

void ClientActor::perform(Action action) {
  const TimerValues& timers = setup_.timers;
  switch (action) {
    case Action::send_request:
      return send_request();
    case Action::send_ack:
      return send_ack();
    case Action::send_cancel:
      return send_cancel();
    case Action::pass_to_user:
      return pass_to_user();
    case Action::pass_to_core:
      return tell(setup_.dispatcher, AnsweredTooLate{response_});
    case Action::report_timeout:
      return report(Failure::timeout, "no answer from " + setup_.hop.remote.to_string());
    case Action::report_transport_failure:
      return report(Failure::transport, failure_);
    case Action::start_timer_a:
      return retransmit_after(timers.timer_a(), TimerName::a);
    case Action::restart_timer_a:
      return retransmit_after(timers.doubled(interval_), TimerName::a);
    case Action::start_timer_e:
      return retransmit_after(timers.timer_e(), TimerName::e);
    case Action::restart_timer_e:
      return retransmit_after(timers.doubled_to_t2(interval_), TimerName::e);
    case Action::restart_timer_e_at_t2:
      return retransmit_after(timers.t2, TimerName::e);
    case Action::start_timer_b:
      return end_after(limited(timers.timer_b()), TimerName::b);
    case Action::start_timer_d:
      return end_after(timers.timer_d(reliability()), TimerName::d);
    case Action::start_timer_f:
      return end_after(limited(timers.timer_f()), TimerName::f);
    case Action::start_timer_k:
      return end_after(timers.timer_k(reliability()), TimerName::k);
    case Action::start_timer_m:
      return end_after(timers.timer_m(), TimerName::m);
    case Action::stop_timers:
      retransmission_.cancel();
      return end_.cancel();
  }
}

void ClientActor::send_request() {
  tell(setup_.transport, transport::SendMessage{setup_.request, setup_.hop});
}

void ClientActor::send_ack() {
  if (!ack_) ack_ = sip::make_ack_for_failure(*setup_.request, *response_.response);
  tell(setup_.transport, transport::SendMessage{ack_, setup_.hop});
}

void ClientActor::send_cancel() {
  auto cancel = sip::make_cancel(*setup_.request);
  if (!cancel_reason_.empty()) cancel.append("Reason", cancel_reason_);
  tell(setup_.dispatcher, StartClient{cancel.build(), setup_.hop});
}

void ClientActor::retransmit_after(Instant interval, TimerName timer) {
  if (reliability() == Reliability::reliable) return;
  interval_ = interval;
  retransmission_ = after(interval, TimerFired{timer});
}

void ClientActor::end_after(Instant span, TimerName timer) {
  end_ = after(span, TimerFired{timer});
}

/// The time for a first response; a CANCEL has the INVITE wait its full time again (§9.1).
Instant ClientActor::limited(Instant whole) {
  is_impatient_ = !response_.response && setup_.silence_limit < whole;
  return is_impatient_ ? setup_.silence_limit : whole;
}

/// Whoever answers at all has the whole time from then on.
void ClientActor::extend_patience() {
  if (!std::exchange(is_impatient_, false) || is_invite(*setup_.request)) return;
  end_after(begun_ + setup_.timers.timer_f() - now(), TimerName::f);
}

void ClientActor::pass_to_user() {
  if (!has_user_ && sip::is_success(response_.response->status()) && is_invite(*setup_.request))
    return tell(setup_.dispatcher, AnsweredTooLate{response_});
  if (response_.response->status() != 503) return tell(setup_.user, response_);
  const bool move_on = may_move_on();
  tell_hop_failed(move_on);
  if (!move_on) tell(setup_.user, response_);
}

void ClientActor::report(Failure failure, std::string why) {
  const bool silent = !response_.response;
  const bool move_on = silent && may_move_on();
  if (silent) tell_hop_failed(move_on);
  if (!move_on) tell(setup_.user, RequestFailed{setup_.handle, failure, std::move(why)});
}

/// RFC 3263 §4.3: a time-out without any response, a failure of the transport, or a 503. A request
/// that has got somewhere stays there.
bool ClientActor::may_move_on() const {
  return !setup_.is_last_hop && !has_progress_ && !was_cancelled_ && !user_is_gone_;
}

void ClientActor::tell_hop_failed(bool move_on) {
  if (!setup_.is_one_of_several) return;
  HopFailed failed{client_key(*setup_.request), move_on};
  if (response_.response) {
    const auto text = response_.response->header(sip::HeaderId::retry_after);
    if (const auto wait = text ? sip::parse_retry_after(*text) : std::nullopt)
      failed.retry_after = std::chrono::seconds{*wait};
  }
  tell(setup_.dispatcher, std::move(failed));
}

}  // namespace offhook::transaction
