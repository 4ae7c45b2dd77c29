// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/registration/registration_actor.hpp"

#include "actors/sip/status_code.hpp"
#include "actors/sip/via.hpp"

namespace offhook::registration {
namespace {

/// Challenges answered for one REGISTER: registrar and proxy, each once stale.
constexpr int max_challenges = 4;

}  // namespace

RegistrationActor::RegistrationActor(caf::actor_config& config, RegistrationContext context)
    : actor(config),
      context_(std::move(context)),
      authenticator_(context_.account, context_.random),
      call_id_(context_.random.token(16)),
      local_tag_(context_.random.token(8)),
      asked_(context_.account.expires) {}

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
      [this](const Register&) { return ask_for(Input::join, joining_); },
      [this](const Unregister&) {
        const bool bound = state_ != State::backing_off || bound_until_ > now();
        return ask_for(bound ? Input::leave : Input::give_up, leaving_);
      },
      [this](const RegistrationTimerFired& m) { step(m.input); },
  };
}

void RegistrationActor::on_exit() {
  timer_.cancel();
  answer(joining_);
  answer(leaving_);
  context_.dispatcher = nullptr;
  context_.owner = nullptr;
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
  report();
  // Asked for while the binding was being removed.
  if (state_ == State::idle && !joining_.empty()) step(Input::join);
}

void RegistrationActor::perform(Action action) {
  switch (action) {
    case Action::send_register:
      challenges_ = 0;
      return send(asked_);
    case Action::send_removal:
      challenges_ = 0;
      return send(std::chrono::seconds{0});
    case Action::resend:
      return send(state_ == State::leaving ? std::chrono::seconds{0} : asked_);
    case Action::start_refresh_timer:
      back_off_.reset();
      bound_until_ = now() + granted_;
      timer_ = after(refresh_after(granted_), RegistrationTimerFired{Input::refresh_due});
      return;
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
  granted_ = std::chrono::seconds{0};
  retry_in_ = back_off_.next(context_.random, retry_after_);
  timer_ = after(retry_in_, RegistrationTimerFired{Input::retry_due});
}

void RegistrationActor::forget() {
  timer_.cancel();
  back_off_.reset();
  bound_until_ = {};
  granted_ = std::chrono::seconds{0};
}

void RegistrationActor::send(std::chrono::seconds expires) {
  timer_.cancel();
  const auto& account = context_.account;
  sip::NameAddr self;
  if (auto aor = sip::parse_uri(account.aor); aor.ok()) self.uri = *std::move(aor);
  self.display_name = account.display_name;
  const std::string to = sip::to_string(self);
  sip::set_param(self.params, "tag", local_tag_);
  auto draft = sip::Draft::request(sip::Method::register_, account.registrar);
  if (!account.outbound_proxy.empty()) draft.append("Route", "<" + account.outbound_proxy + ">");
  draft.append("Max-Forwards", "70")
      .append("From", sip::to_string(self))
      .append("To", to)
      .append("Call-ID", call_id_)
      .append("CSeq", std::to_string(++cseq_) + " REGISTER")
      .append("Contact",
              "<" + context_.contact_uri + ">;expires=" + std::to_string(expires.count()))
      .append("Expires", std::to_string(expires.count()));
  if (!context_.user_agent.empty()) draft.append("User-Agent", context_.user_agent);
  branch_ = {std::string(sip::magic_cookie) + context_.random.token(12)};
  auto request = draft.try_build();
  if (request.ok()) {
    authenticator_.authorize(draft, sip::Method::register_, (*request)->request_uri_text(),
                             dialog::next_hop_of(**request));
    request = draft.try_build();
  }
  if (!request.ok()) {
    tell(me(), transaction::RequestFailed{branch_, transaction::Failure::unresolvable,
                                          message_of(request.status())});
    return;
  }
  request_ = *std::move(request);
  tell(context_.dispatcher, transaction::SendRequest{request_, branch_, me()});
}

void RegistrationActor::receive(const transaction::ResponseArrived& m) {
  if (m.branch != branch_ || sip::is_provisional(m.response->status())) return;
  const auto& response = *m.response;
  status_ = response.status();
  reason_ = response.reason();
  const auto retry_after = response.header(sip::HeaderId::retry_after);
  const auto wait = retry_after ? sip::parse_retry_after(*retry_after) : std::nullopt;
  retry_after_ = wait ? std::optional(std::chrono::seconds{*wait}) : std::nullopt;
  step(classify(response));
}

Input RegistrationActor::classify(const sip::Message& response) {
  const int status = response.status();
  if (sip::is_success(status)) {
    const auto expires = granted_expires(response, context_.contact_uri, asked_);
    // After a removal that others have bindings says nothing about ours.
    if (state_ == State::leaving || expires.count() == 0) return Input::removed;
    granted_ = expires;
    return Input::granted;
  }
  if ((status == 401 || status == 407) && ++challenges_ <= max_challenges &&
      authenticator_.receive(*request_, response, dialog::next_hop_of(*request_)) ==
          dialog::ChallengeOutcome::answer)
    return Input::challenged;
  if (status == 423) {
    if (const auto longer = longer_expires(response, asked_)) {
      asked_ = *longer;
      return Input::too_brief;
    }
  }
  return Input::refused;
}

void RegistrationActor::receive(const transaction::RequestFailed& m) {
  if (m.branch != branch_) return;
  status_ = m.failure == transaction::Failure::timeout ? 408 : 503;  // §8.1.3.1
  reason_ = m.why;
  retry_after_.reset();
  step(Input::lost);
}

// Nothing is ever claimed for a registration; a mistake should not leave the sender waiting.
void RegistrationActor::receive(const transaction::RequestArrived& m) {
  auto response = sip::Draft::response(*m.request, 481, "", local_tag_).try_build();
  if (response.ok()) tell(m.transaction, transaction::SendResponse{*std::move(response)});
}

RegistrationChanged RegistrationActor::snapshot() const {
  RegistrationChanged change;
  change.account_id = context_.account.id;
  change.server = context_.account.registrar;
  change.sip_status = status_;
  change.reason = reason_;
  switch (state_) {
    case State::idle:
      change.state = RegistrationState::unregistered;
      break;
    case State::registered:
    case State::refreshing:
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
