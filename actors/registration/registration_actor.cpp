// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/registration/registration_actor.hpp"

#include "actors/sip/status_code.hpp"
#include "actors/transaction/later_hop.hpp"

namespace offhook::registration {

RegistrationActor::RegistrationActor(caf::actor_config& config, RegistrationContext context)
    : actor(config),
      context_(std::move(context)),
      authenticator_(context_.account, context_.random),
      choice_(sip::servers_of(context_.account)),
      call_id_(context_.random.token(16)),
      local_tag_(context_.random.token(8)),
      contact_uri_(context_.contact_uri),
      asked_(choice_.current().expires) {}

RegistrationActor::behavior_type RegistrationActor::make_behavior() {
  watch(context_.dispatcher, [this](const act::error&) { quit(); });
  watch(context_.owner, [this](const act::error&) { quit(); });
  return {
      [this](const transaction::ResponseArrived& m) { receive(m); },
      [this](const transaction::RequestFailed& m) { receive(m); },
      [this](const transaction::RequestArrived& m) { receive(m); },
      [](const transaction::AckArrived&) {},  // of no use to a client
      [](const transaction::InviteCancelled&) {},
      [](const transaction::ResponseFailed&) {},
      [this](const Register&) { return join(); },
      [this](const Unregister&) {
        const bool bound = state_ != State::backing_off || bound_until_ > now();
        return ask_for(bound ? Input::leave : Input::give_up, leaving_);
      },
      [this](const PhoneBusy& m) {
        busy_ = m.busy;
        fail_back();
      },
      [this](const RegistrationTimerFired& m) { fire(m.input); },
      [this](const UpkeepTimerFired& m) { fire(m.timer); },
  };
}

void RegistrationActor::on_exit() {
  for (Timer* timer : {&timer_, &keep_alive_timer_, &probe_timer_, &failback_timer_})
    timer->cancel();
  answer(joining_);
  answer(leaving_);
  context_.dispatcher = nullptr;
  context_.owner = nullptr;
}

/// The first time may wait, and clears up what a former life has left.
act::result<RegistrationChanged> RegistrationActor::join() {
  const auto& upkeep = context_.account.upkeep;
  Input input = Input::join;
  if (!has_begun_ && upkeep.unregister_at_start) input = Input::join_clean;
  if (!has_begun_ && upkeep.surge.count() > 0) input = Input::join_late;
  has_begun_ = has_begun_ || input != Input::join_late;
  return ask_for(input, joining_);
}

act::result<RegistrationChanged> RegistrationActor::ask_for(Input input,
                                                            std::vector<Promise>& askers) {
  auto promise = make_response_promise<RegistrationChanged>();
  askers.push_back(promise);
  step(input);  // no row: one is under way, and its outcome is the answer
  return promise;
}

void RegistrationActor::step(Input input) {
  const auto* row = find_transition(table, state_, input);
  if (row == nullptr) return;
  state_ = row->to;
  for (const auto action : row->actions) perform(action);
  tend();
  report();
  // Asked for while the binding was being removed.
  if (state_ == State::idle && !joining_.empty()) step(Input::join);
}

void RegistrationActor::fire(Input due) {
  if (due == Input::retry_due) hurry_ = false;  // a server that is slow gets its time
  // RFC 3261 §10.2: not while another REGISTER, which asks for the binding, has no answer. What
  // comes of that one may be a refresh at once.
  const bool asks = !keep_alive_.text.empty() && keep_alive_request_ != nullptr;
  if (due == Input::refresh_due && state_ == State::registered && asks) {
    refresh_waits_ = true;
    return;
  }
  const bool back = due == Input::refresh_due && choice_.fails_back_at_renewal() && !busy_;
  step(back && !std::exchange(renew_here_, false) ? Input::fail_back : due);
}

void RegistrationActor::perform(Action action) {
  switch (action) {
    case Action::send_register:
      challenges_ = redirections_ = 0;
      redirected_to_.clear();
      return send(asked_);
    case Action::send_removal:
      challenges_ = 0;
      if (bound_until_ > now()) change_server(bound_at_);
      return send(Seconds{0});
    case Action::send_clearing:
      challenges_ = 0;
      return send_clearing();
    case Action::send_to_first:
      challenges_ = redirections_ = 0;
      change_server(0);
      return send(asked_);
    case Action::stay:
      return stay();
    case Action::resend:
      return send_again();
    case Action::start_surge_timer:
      timer_ = after(context_.random.between(0ms, context_.account.upkeep.surge),
                     UpkeepTimerFired{UpkeepTimer::surge});
      return;
    case Action::start_refresh_timer:
      back_off_.reset();
      bound_until_ = now() + granted_;
      bound_at_ = choice_.index();
      choice_.select(bound_at_);  // the round is over
      hurry_ = is_silent_ = false;
      if (bound_since_ == Instant{}) bound_since_ = now();
      timer_ = after(refresh_after(granted_), RegistrationTimerFired{Input::refresh_due});
      return use_server(true);
    case Action::back_off:
      return back_off();
    case Action::forget:
      return forget();
    case Action::answer_join:
      report();
      return answer(joining_);
    case Action::answer_leave:
      report();
      return answer(leaving_);
  }
}

void RegistrationActor::back_off() {
  granted_ = Seconds{0};
  const bool refused = (status_ == 403 || status_ == 404) && !retry_after_;
  retry_in_ = refused ? back_off_.next_after_refusal(context_.random)
                      : back_off_.next(context_.random, retry_after_);
  timer_ = after(retry_in_, RegistrationTimerFired{Input::retry_due});
}

/// The first server would not have us: on with the other, whose binding is as old as before.
void RegistrationActor::stay() {
  change_server(bound_at_);
  const auto left = std::max(std::chrono::duration_cast<Seconds>(bound_until_ - now()), Seconds{1});
  renew_here_ = choice_.fails_back_at_renewal();
  timer_ = after(renew_here_ ? Instant{} : refresh_after(left),
                 RegistrationTimerFired{Input::refresh_due});
}

/// RFC 5626 §4.4.1, §4.5: the connection that the binding was made over is gone, and with it the
/// way back to us. A new one at once, unless they break as soon as they are made.
void RegistrationActor::flow_lost() {
  constexpr Instant stable = 120s;
  if (state_ != State::registered) return;
  const Instant bound_since = std::exchange(bound_since_, Instant{});
  if (bound_since != Instant{} && now() - bound_since >= stable) {
    flow_back_off_.reset();
    return step(Input::refresh_due);
  }
  timer_ = after(flow_back_off_.next(context_.random), RegistrationTimerFired{Input::refresh_due});
}

void RegistrationActor::forget() {
  timer_.cancel();
  back_off_.reset();
  bound_until_ = {};
  granted_ = Seconds{0};
}

void RegistrationActor::receive(const transaction::ResponseArrived& m) {
  if (sip::is_provisional(m.response->status())) return;
  const auto& response = *m.response;
  if (m.branch == keep_alive_) {
    if (keep_alive_request_) bound_by_ = m.branch;  // a REGISTER too, by the same connection
    return receive_keep_alive(response);
  }
  if (m.branch != branch_) return probe_ended(m.branch, response.status() != 503);
  has_moved_ = transaction::is_of_later_hop(branch_.text, response);
  bound_by_ = branch_;
  branch_ = {};  // a copy is no second answer
  status_ = response.status();
  reason_ = response.reason();
  const auto retry_after = response.header(sip::HeaderId::retry_after);
  const auto wait = retry_after ? sip::parse_retry_after(*retry_after) : std::nullopt;
  retry_after_ = wait ? std::optional(Seconds{*wait}) : std::nullopt;
  is_silent_ = false;
  step(classify(response));
}

void RegistrationActor::receive(const transaction::RequestFailed& m) {
  if (m.branch == keep_alive_) return keep_alive_failed();
  if (m.branch == bound_by_ && m.branch != branch_) return flow_lost();
  if (m.branch != branch_) return probe_ended(m.branch, false);
  branch_ = {};
  status_ = m.failure == transaction::Failure::timeout ? 408 : 503;  // §8.1.3.1
  reason_ = m.why;
  retry_after_.reset();
  is_silent_ = true;
  step(classify_failure(Input::lost));
}

// Nothing is ever claimed for a registration; a mistake should not leave the sender waiting.
void RegistrationActor::receive(const transaction::RequestArrived& m) {
  auto response = sip::Draft::response(*m.request, 481, "", local_tag_).try_build();
  if (response.ok()) tell(m.transaction, transaction::SendResponse{*std::move(response)});
}

RegistrationChanged RegistrationActor::snapshot() const {
  RegistrationChanged change;
  change.account_id = context_.account.id;
  change.server = choice_.current().uri;
  change.sip_status = status_;
  change.reason = reason_;
  switch (state_) {
    case State::idle:
      change.state = RegistrationState::unregistered;
      break;
    case State::registered:
    case State::refreshing:
    case State::returning:
      change.state = RegistrationState::registered;
      change.expires = granted_;
      break;
    case State::backing_off:
      change.state = RegistrationState::failed;
      change.retry_in = retry_in_;
      break;
    default:
      change.state =
          granted_.count() > 0 ? RegistrationState::registered : RegistrationState::registering;
      change.expires = granted_;
  }
  return change;
}

void RegistrationActor::report() {
  auto change = snapshot();
  // A challenge on the way is no change, and neither is another reason for the same state.
  if (reported_ && reported_->state == change.state && reported_->expires == change.expires &&
      (reported_->server == change.server || state_ == State::returning) &&
      (change.state != RegistrationState::failed || reported_->retry_in == change.retry_in))
    return;
  if (!reported_ && change.state == RegistrationState::unregistered) return;
  reported_ = change;
  tell(context_.owner, std::move(change));
}

void RegistrationActor::answer(std::vector<Promise>& askers) {
  for (auto& asker : std::exchange(askers, {})) asker.deliver(snapshot());
}

}  // namespace offhook::registration
