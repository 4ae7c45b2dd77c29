// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/server_actor.hpp"

#include <utility>

#include "actors/sip/draft.hpp"
#include "actors/transaction/invite_server.hpp"
#include "actors/transaction/non_invite_server.hpp"
#include "actors/transport/response_routing.hpp"

namespace offhook::transaction {

using server::Action;
using server::Input;
using server::State;

namespace {

Input input_of(TimerName timer) {
  switch (timer) {
    case TimerName::trying:
      return Input::timer_trying;
    case TimerName::f:
      return Input::timer_f;
    case TimerName::g:
      return Input::timer_g;
    case TimerName::h:
      return Input::timer_h;
    case TimerName::i:
      return Input::timer_i;
    case TimerName::j:
      return Input::timer_j;
    default:
      return Input::timer_l;
  }
}

}  // namespace

ServerActor::ServerActor(caf::actor_config& config, Setup setup)
    : actor(config),
      setup_(std::move(setup)),
      reply_to_(
          transport::response_hop(setup_.request->top_via(), setup_.from).value_or(setup_.from)),
      table_(setup_.request->method() == sip::Method::invite ? server::invite::table
                                                             : server::non_invite::table) {}

ServerActor::behavior_type ServerActor::make_behavior() {
  return {
      [this](const SendResponse& m) { send(m); },
      [this](const Adopt& m) { adopt(m); },
      [this](const RequestCopyArrived&) { step(Input::request); },
      [this](const AckArrived& m) { receive(m); },
      [this](const CancelArrived& m) { receive(m); },
      [this](const TransportFailed&) { step(Input::transport_failed); },
      [this](const TimerFired& m) { fire(m.timer); },
  };
}

void ServerActor::on_exit() {
  if (setup_.user) unwatch(setup_.user);
  retransmission_.cancel();
  end_.cancel();
  setup_ = {};
  offered_ = last_ = nullptr;
  ack_ = {};
  cancel_ = {};
  cancelled_by_ = nullptr;
}

bool ServerActor::is_invite() const { return table_.data() == server::invite::table.data(); }

void ServerActor::send(const SendResponse& order) {
  OFFHOOK_CHECK(order.response && order.response->is_response());
  offered_ = order.response;
  const int status = offered_->status();
  step(is_invite() ? server::invite::classify(status) : server::non_invite::classify(status));
  offered_ = nullptr;
}

void ServerActor::adopt(const Adopt& order) {
  if (setup_.user) unwatch(setup_.user);
  if (!setup_.request) return;  // settled: there is nothing left to hear of
  setup_.user = order.user;
  const bool awaits_user = server::awaits_user(state_);
  if (awaits_user || state_ == State::accepted) watch_user();
  if (awaits_user && cancelled_) report_cancel();
}

void ServerActor::receive(const AckArrived& arrived) {
  ack_ = arrived;
  step(Input::ack);
}

void ServerActor::receive(const CancelArrived& arrived) {
  cancel_ = arrived;
  if (!cancelled_by_) cancelled_by_ = arrived.cancel;
  step(Input::cancel);
  cancel_ = {};
}

void ServerActor::fire(TimerName timer) { step(input_of(timer)); }

void ServerActor::watch_user() {
  if (setup_.user) watch(setup_.user, [this](const act::error&) { lose_user(); });
}

/// A handle keeps even a user that has ended in memory, and this transaction may live on for long.
void ServerActor::lose_user() {
  step(Input::user_gone);
  setup_.user = nullptr;
  if (state_ != State::accepted) return;
  setup_.request = last_ = nullptr;  // nobody is left to hear of it, or to answer again
}

void ServerActor::step(Input input) {
  const auto* row = find_transition(table_, state_, input);
  if (row == nullptr) return;
  const bool settles = server::awaits_user(state_) && !server::awaits_user(row->to);
  state_ = row->to;
  for (const Action action : row->actions) perform(action);
  if (state_ == State::terminated) return quit();
  if (settles) settle();
}

/// The final response is out. What is left is to wait, half a minute at times and in great number,
/// so only what may still be asked for is kept.
void ServerActor::settle() {
  if (state_ == State::accepted) return;  // the user may answer again, and hears of ACKs
  // Watching costs the user a place in its list of observers.
  if (setup_.user) unwatch(setup_.user);
  if (is_invite()) return;
  setup_.user = nullptr;
  setup_.request = nullptr;
}

void ServerActor::perform(Action action) {
  const TimerValues& timers = setup_.timers;
  switch (action) {
    case Action::pass_to_user:
      watch_user();
      return tell(setup_.user,
                  RequestArrived{setup_.request, setup_.from, me(), setup_.from_server});
    case Action::pass_ack_to_user:
      return tell(setup_.user, ack_);
    case Action::send_response:
      return transmit(offered_);
    case Action::send_trying:
      return send_own(100);
    case Action::repeat_response:
      return transmit(last_);
    case Action::answer_for_user:
      return send_own(cancelled_ ? 487 : 500);
    case Action::answer_cancel:
      return answer_cancel();
    case Action::report_cancel:
      return report_cancel();
    case Action::report_timeout:
      return report(Failure::timeout);
    case Action::report_transport_failure:
      return report(Failure::transport);
    case Action::start_timer_trying:
      return start(retransmission_, timers.trying(), TimerName::trying);
    case Action::start_timer_g:
      interval_ = timers.timer_g();
      return start(retransmission_, interval_, TimerName::g);
    case Action::restart_timer_g:
      interval_ = timers.doubled_to_t2(interval_);
      return start(retransmission_, interval_, TimerName::g);
    case Action::start_timer_f:
      return start(end_, timers.timer_f(), TimerName::f);
    case Action::start_timer_h:
      return start(end_, timers.timer_h(), TimerName::h);
    case Action::start_timer_i:
      return start(end_, timers.timer_i(reliability()), TimerName::i);
    case Action::start_timer_j:
      return start(end_, timers.timer_j(reliability()), TimerName::j);
    case Action::start_timer_l:
      return start(end_, timers.timer_l(), TimerName::l);
    case Action::stop_timers:
      retransmission_.cancel();
      return end_.cancel();
  }
}

void ServerActor::start(Timer& slot, Instant span, TimerName timer) {
  if (timer == TimerName::g && reliability() == Reliability::reliable) return;
  slot = after(span, TimerFired{timer});
}

/// A response that no user made. What the peer sent may defy being answered; then it is not.
void ServerActor::send_own(int status) {
  const std::string_view tag = status == 100 ? std::string_view{} : setup_.own_tag;
  auto response = sip::Draft::response(*setup_.request, status, "", tag).try_build();
  if (response.ok()) transmit(*std::move(response));
}

void ServerActor::transmit(sip::MessagePtr response) {
  if (!response) return;  // a copy of the INVITE before there was anything to say
  last_ = std::move(response);
  answered_tag_ = last_->to_tag();
  tell(setup_.transport, transport::SendMessage{last_, reply_to_});
}

/// 200, with the tag that the INVITE was or will be answered with, as far as that is known (§9.2).
void ServerActor::answer_cancel() {
  auto response = sip::Draft::response(*cancel_.cancel, 200, "", answered_tag()).try_build();
  if (response.ok()) tell(cancel_.transaction, SendResponse{*std::move(response)});
}

void ServerActor::report(Failure failure) {
  if (setup_.user && setup_.request) tell(setup_.user, ResponseFailed{setup_.request, failure});
}

void ServerActor::report_cancel() {
  cancelled_ = true;
  tell(setup_.user, InviteCancelled{setup_.request, cancelled_by_});
}

std::string_view ServerActor::answered_tag() const {
  return answered_tag_.empty() ? setup_.own_tag : answered_tag_;
}

}  // namespace offhook::transaction
