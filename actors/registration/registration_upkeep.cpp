// SPDX-License-Identifier: GPL-3.0-or-later
// How a registration notices that a server is gone, is back, or has forgotten us.
#include "actors/registration/registration_actor.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::registration {
namespace {

constexpr Instant keep_alive_patience = 3500ms;  // three transmissions
constexpr Instant probe_patience = 1s;           // two
/// A REGISTER that is still not answered by then may have met a dead server.
constexpr std::chrono::milliseconds probes_while_waiting{2000};
constexpr std::size_t most_probed = 4;  // servers, at each turn
/// So many failed REGISTERs may be followed by another at once when a probe is answered, although
/// the server was not seen dead in between: it may have come back before the first probe.
constexpr int failures_without_doubt = 2;

}  // namespace

/// After each step: the timers that fit the state.
void RegistrationActor::tend() {
  const bool probes = context_.account.upkeep.recovery.count() > 0;
  if (probes && (state_ == State::trying || state_ == State::refreshing)) {
    arm_probe(probes_while_waiting, 2 * probes_while_waiting);
  } else if (probes && state_ == State::backing_off && is_silent_) {
    arm_probe(100ms, 500ms);
  } else {
    probe_timer_.cancel();
    probes_.clear();
  }
  if (state_ == State::registered) {
    arm_keep_alive();
    arm_failback();
  } else {
    keep_alive_timer_.cancel();
    keep_alive_ = {};
    failback_timer_.cancel();
  }
}

void RegistrationActor::fire(UpkeepTimer timer) {
  switch (timer) {
    case UpkeepTimer::surge:
      has_begun_ = true;
      return step(context_.account.upkeep.unregister_at_start ? Input::join_clean : Input::join);
    case UpkeepTimer::keep_alive:
      return ask_for_binding();
    case UpkeepTimer::probe:
      return probe_all();
    case UpkeepTimer::failback:
      return fail_back();
  }
}

// ---- keep-alive ----

void RegistrationActor::arm_keep_alive() {
  Instant span = context_.account.upkeep.keep_alive;
  if (flow_timer_) span = span == 0s ? *flow_timer_ : std::min<Instant>(span, *flow_timer_);
  if (span == 0s) return;
  // RFC 5626 §4.4.1: between 80 and 100 per cent, so that phones do not fall into step.
  const auto longest = std::chrono::duration_cast<std::chrono::milliseconds>(span);
  keep_alive_timer_ = after(context_.random.between(longest * 8 / 10, longest),
                            UpkeepTimerFired{UpkeepTimer::keep_alive});
}

/// A REGISTER without Contact asks for the bindings (§10.2.3): also a registrar that was restarted
/// between two questions, and has forgotten us, is found out. OPTIONS where it does not tell.
void RegistrationActor::ask_for_binding() {
  if (state_ != State::registered) return;
  if (!lists_bindings_) {
    keep_alive_request_ = nullptr;
    keep_alive_ = probe(choice_.index());
    probes_.erase(keep_alive_);
    return;
  }
  auto draft = draft_register();
  if (!context_.user_agent.empty()) draft.append("User-Agent", context_.user_agent);
  auto request = draft.try_build();
  if (request.ok()) {
    authenticator_.authorize(draft, sip::Method::register_, (*request)->request_uri_text(),
                             dialog::next_hop_of(**request));
    request = draft.try_build();
  }
  if (!request.ok()) return;
  keep_alive_request_ = *std::move(request);
  keep_alive_ = new_branch();
  transaction::SendRequest order{keep_alive_request_, keep_alive_, me()};
  order.patience = keep_alive_patience;
  tell(context_.dispatcher, std::move(order));
}

void RegistrationActor::receive_keep_alive(const sip::Message& response) {
  keep_alive_ = {};
  const int status = response.status();
  if (status == 503 || status == 408 || status == 430) return keep_alive_failed();
  if (keep_alive_request_) {
    const bool challenged = status == 401 || status == 407;
    if (challenged && ++keep_alive_challenges_ <= 2 &&
        authenticator_.receive(*keep_alive_request_, response,
                               dialog::next_hop_of(*keep_alive_request_)) ==
            dialog::ChallengeOutcome::answer)
      return ask_for_binding();
    keep_alive_challenges_ = 0;
    if (sip::is_success(status))
      authenticator_.accepted(*keep_alive_request_, response,
                              dialog::next_hop_of(*keep_alive_request_));
    // It lists none, or others': ours is gone. Or it sees us elsewhere (RFC 3581 §4), as after a
    // NAT box was switched off and on: what it lists reaches us no more.
    const auto seen = contact_as_seen(response, contact_uri_);
    const bool has_moved = context_.account.upkeep.learn_address && seen && *seen != contact_uri_;
    if (sip::is_success(status) &&
        (has_moved || !lists_binding(response, contact_uri_).value_or(false))) {
      hurry_ = true;
      return step(Input::refresh_due);
    }
    if (!sip::is_success(status)) lists_bindings_ = false;  // it does not like the question
  }
  if (std::exchange(refresh_waits_, false)) return fire(Input::refresh_due);
  arm_keep_alive();
}

void RegistrationActor::keep_alive_failed() {
  keep_alive_ = {};
  hurry_ = true;
  step(Input::refresh_due);
}

// ---- probes ----

void RegistrationActor::probe_all() {
  seen_dead_ = seen_dead_ || !probes_.empty();
  probes_.clear();  // an answer to the last ones would be late
  if (state_ == State::backing_off) {
    for (std::size_t i = 0; i < std::min(choice_.all().size(), most_probed); ++i) probe(i);
  } else {
    probe(choice_.index());
  }
  const std::chrono::milliseconds longest = context_.account.upkeep.recovery;
  arm_probe(longest / 2, longest * 3 / 4);
}

/// Spread, so that a server that comes back does not see all phones in one moment.
void RegistrationActor::arm_probe(std::chrono::milliseconds low, std::chrono::milliseconds high) {
  probe_timer_ = after(context_.random.between(low, high), UpkeepTimerFired{UpkeepTimer::probe});
}

/// One OPTIONS to a server, without credentials: any answer will do.
transaction::Branch RegistrationActor::probe(std::size_t index) {
  const auto& server = choice_.all()[index];
  auto draft = sip::Draft::request(sip::Method::options, server.uri);
  if (!server.outbound_proxy.empty()) draft.append("Route", "<" + server.outbound_proxy + ">");
  draft.append("Max-Forwards", "70")
      .append("From", "<" + context_.account.aor + ">;tag=" + context_.random.token(8))
      .append("To", "<" + server.uri + ">")
      .append("Call-ID", context_.random.token(16))
      .append("CSeq", "1 OPTIONS");
  if (!context_.user_agent.empty()) draft.append("User-Agent", context_.user_agent);
  auto request = draft.try_build();
  if (!request.ok()) return {};
  transaction::SendRequest order{*std::move(request), new_branch(), me()};
  order.patience = state_ == State::registered ? keep_alive_patience : probe_patience;
  const auto branch = order.branch;
  probes_.emplace(branch, index);
  tell(context_.dispatcher, std::move(order));
  return branch;
}

void RegistrationActor::probe_ended(const transaction::Branch& branch, bool is_alive) {
  const auto probe = probes_.extract(branch);
  if (probe.empty()) return;
  if (state_ == State::registered) {  // of the first server, while another is in use
    if (is_alive) return step(Input::fail_back);
    return arm_failback();
  }
  if (!is_alive) {
    seen_dead_ = true;
    return;
  }
  if (state_ == State::backing_off) {
    if (!seen_dead_ && back_off_.failures() > failures_without_doubt) return;
    change_server(probe.mapped());
  } else if (!seen_dead_) {
    return;  // it is slow, not dead: it will answer
  }
  hurry_ = true;
  step(Input::reachable);
}

// ---- failback ----

void RegistrationActor::arm_failback() {
  if (choice_.is_primary()) {
    failback_due_ = {};
    return failback_timer_.cancel();
  }
  std::optional<Seconds> ttl;
  if (context_.time_to_live)
    if (const auto uri = sip::parse_uri(choice_.primary().uri); uri.ok())
      ttl = context_.time_to_live(*uri);
  const auto span = choice_.failback_after(ttl);
  if (!span) return;
  if (failback_due_ == Instant{}) failback_due_ = now() + *span;  // else a call has held it up
  failback_timer_ =
      after(std::max(failback_due_ - now(), Instant{}), UpkeepTimerFired{UpkeepTimer::failback});
}

void RegistrationActor::fail_back() {
  if (state_ != State::registered || choice_.is_primary()) return;
  if (failback_due_ == Instant{} || failback_due_ > now()) return;
  if (choice_.waits_for_idle() && busy_) return;  // PhoneBusy asks again
  failback_due_ = {};
  if (choice_.probes_before_failback()) {
    probe(0);
    return;
  }
  step(Input::fail_back);
}

}  // namespace offhook::registration
