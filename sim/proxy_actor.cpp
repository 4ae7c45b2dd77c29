// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/proxy_actor.hpp"

#include <algorithm>
#include <utility>

#include "actors/sip/draft.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::sim {
namespace {

/// 64*T1: no answer to a CANCEL after that (§9.1), no further copy of a 2xx (RFC 6026 §7.2).
constexpr Instant linger = 32s;

/// One domain for both parts of the server.
Registrar::Options with_domain(Registrar::Options options, std::string domain) {
  options.domain = std::move(domain);
  return options;
}

/// What names the server transaction of a request: §17.2.3.
std::string server_key(const sip::Message& request) {
  const auto& via = request.top_via();
  return std::string(via.branch) + "|" + std::string(via.host) + ":" +
         std::to_string(via.effective_port()) + "|" + std::string(request.method_text());
}

/// Null where a peer's own text leaves no room for what we add: then nothing is sent.
sip::MessagePtr build(const sip::Draft& draft) {
  auto message = draft.try_build();
  return message.ok() ? *std::move(message) : nullptr;
}

/// §16.7 step 3: the topmost Via was ours. Null if it was the only one.
sip::MessagePtr without_top_via(const sip::Message& response) {
  return build(sip::Draft::copy(response).remove_first("Via"));
}

/// §22.3: credentials for our realm end here, those for other proxies go on.
sip::MessagePtr without_own_credentials(const sip::MessagePtr& request, std::string_view realm) {
  if (!request->has(sip::HeaderId::proxy_authorization)) return request;
  auto draft = sip::Draft::copy(*request);
  draft.remove_all("Proxy-Authorization");
  for (const auto& field : request->fields()) {
    if (field.id != sip::HeaderId::proxy_authorization) continue;
    const auto credentials = sip::parse_credentials(field.value);
    if (credentials.ok() && credentials->get("realm") != realm)
      draft.append("Proxy-Authorization", field.value);
  }
  auto message = build(draft);
  return message ? message : request;
}

}  // namespace

ProxyActor::ProxyActor(caf::actor_config& config, ProxyOptions options, RandomSource& random,
                       transaction::Dispatcher dispatcher)
    : actor(config),
      options_(std::move(options)),
      random_(random),
      dispatcher_(std::move(dispatcher)),
      guard_(options_.digest, options_.users, random),
      registrar_(with_domain(options_.registrar, options_.identity.domain), guard_, random),
      shared_(options_.shared_lines, options_.identity) {}

ProxyActor::behavior_type ProxyActor::make_behavior() {
  return {
      [this](const transaction::ResponseArrived& event) { response_arrived(event); },
      [this](const transaction::RequestFailed& event) { request_failed(event); },
      [this](const transaction::RequestArrived& event) { request_arrived(event); },
      [this](const transaction::AckArrived& event) { acknowledged(event); },
      [this](const transaction::InviteCancelled& event) { cancelled(event); },
      // The caller never acknowledged: nothing here depends on it any more.
      [](const transaction::ResponseFailed&) {},
      [this](const ForwardingTimedOut& event) { timed_out(event.forwarding); },
      [this](const ForwardingOver& event) { forget(event.forwarding); },
      [this](const QueryBindings& query) {
        return BindingCount{registrar_.bindings(query.user, now()).size()};
      },
      [this](const SetMailbox& order) { set_mailbox(order); },
  };
}

void ProxyActor::on_exit() {
  forwardings_.clear();
  by_branch_.clear();
  by_server_transaction_.clear();
  for (const auto& [number, watcher] : watchers_) act::stop(watcher.notifier);
  watchers_.clear();
  for (const auto& [number, sharer] : sharers_) act::stop(sharer.notifier);
  sharers_.clear();
  dispatcher_ = nullptr;
}

void ProxyActor::request_arrived(const transaction::RequestArrived& event) {
  const auto request = remove_own_route(event.request, options_.identity);
  if (auto refused = refuse_invalid(*request, options_.identity)) return reply(event, *refused);
  if (request->method() == sip::Method::register_ && !request->has(sip::HeaderId::route) &&
      options_.identity.owns(request->request_uri()))
    return respond(event.transaction, registrar_.answer(*request, now()));
  if (is_for_mailbox(*request)) return take_subscribe(event);
  if (is_for_shared_line(*request)) return take_line_subscribe(event);
  if (must_authenticate(*request) && !authenticate(event)) return;
  if (retrieve(event, request)) return;
  if (request->method() == sip::Method::invite) line_used(*request);
  tell_sharers(shared_.sent(*request));
  auto decision = find_targets(*request, options_.identity, registrar_, now());
  if (const auto* answer = std::get_if<Answer>(&decision)) {
    const auto response = own_response(*request, *answer);
    if (response) tell_sharers(shared_.answered(*request, *response));
    return respond(event.transaction, response);
  }
  relay(event, without_own_credentials(request, guard_.realm()),
        std::move(std::get<Relay>(decision).targets));
}

void ProxyActor::reply(const transaction::RequestArrived& event, const Answer& answer) {
  respond(event.transaction, own_response(*event.request, answer));
}

void ProxyActor::respond(const transaction::ServerTransaction& upstream, sip::MessagePtr response) {
  if (response) tell(upstream, transaction::SendResponse{std::move(response)});
}

sip::MessagePtr ProxyActor::own_response(const sip::Message& request, const Answer& answer) {
  const std::string tag = answer.status == 100 ? std::string() : random_.token(8);
  auto draft = sip::Draft::response(request, answer.status, answer.reason, tag);
  for (const auto& [name, value] : answer.headers) draft.append(name, value);
  return build(draft);
}

bool ProxyActor::must_authenticate(const sip::Message& request) const {
  // Requests inside a dialog were let in with its INVITE; callers from elsewhere have no password.
  return options_.authenticate_calls && request.method() == sip::Method::invite &&
         request.to_tag().empty() && options_.identity.owns(request.from().uri);
}

bool ProxyActor::authenticate(const transaction::RequestArrived& event) {
  const auto& request = *event.request;
  const auto result = guard_.check(request, sip::HeaderId::proxy_authorization, now());
  if (result.verdict != DigestGuard::Verdict::accepted) {
    const bool stale = result.verdict == DigestGuard::Verdict::stale;
    reply(event, {407, {}, {{"Proxy-Authenticate", guard_.challenge(now(), stale)}}});
    return false;
  }
  if (result.user == sip::unescape(request.from().uri.user)) return true;
  reply(event, {403, "From is not you", {}});
  return false;
}

void ProxyActor::relay(const transaction::RequestArrived& event, sip::MessagePtr request,
                       std::vector<sip::Uri> targets) {
  const std::uint64_t id = next_id_++;
  Forwarding& forwarding = forwardings_[id];
  forwarding.request = std::move(request);
  forwarding.upstream = event.transaction;
  forwarding.targets.assign(targets.rbegin(), targets.rend());
  if (forwarding.request->method() == sip::Method::invite) {
    forwarding.server_key = server_key(*event.request);
    by_server_transaction_[forwarding.server_key] = id;
    reply(event, {100, {}, {}});  // at once, and the one from downstream stops here (§16.2)
  }
  try_next(id, forwarding);
}

void ProxyActor::try_next(std::uint64_t id, Forwarding& forwarding) {
  const sip::Uri target = std::move(forwarding.targets.back());
  forwarding.targets.pop_back();
  by_branch_.erase(forwarding.branch);
  forwarding.proceeding = forwarding.cancel_sent = false;

  auto [message, next_hop] = forward(*forwarding.request, target, options_.identity);
  if (!message) return failed(id, forwarding, own_response(*forwarding.request, {400, {}, {}}));
  forwarding.branch = make_branch(*forwarding.request, random_.token(8));
  by_branch_[forwarding.branch] = id;
  if (message->method() == sip::Method::invite)
    forwarding.timer = after(options_.timer_c, ForwardingTimedOut{id});
  tell(dispatcher_, transaction::SendRequest{
                        std::move(message), {forwarding.branch}, me(), std::move(next_hop)});
}

template <class Handle>
void ProxyActor::with_branch(const transaction::Branch& branch, Handle handle) {
  const auto found = by_branch_.find(branch.text);
  if (found == by_branch_.end()) return;  // a branch given up: §16.7 step 1 lets it go
  const std::uint64_t id = found->second;
  handle(id, forwardings_.at(id));
}

void ProxyActor::response_arrived(const transaction::ResponseArrived& event) {
  with_branch(event.branch, [&](std::uint64_t id, Forwarding& forwarding) {
    const auto& response = *event.response;
    if (sip::is_provisional(response.status()))
      provisional(id, forwarding, response);
    else if (sip::is_success(response.status()))
      succeeded(id, forwarding, response);
    else
      failed(id, forwarding, without_top_via(response));
  });
}

void ProxyActor::provisional(std::uint64_t id, Forwarding& forwarding,
                             const sip::Message& response) {
  forwarding.proceeding = true;
  if (forwarding.cancelled) cancel_branch(id, forwarding);
  if (response.status() == 100) return;
  if (!forwarding.cancel_sent && forwarding.request->method() == sip::Method::invite)
    forwarding.timer = after(options_.timer_c, ForwardingTimedOut{id});  // §16.7 step 2
  tell_sharers(shared_.answered(*forwarding.request, response));
  respond(forwarding.upstream, without_top_via(response));
}

void ProxyActor::succeeded(std::uint64_t id, Forwarding& forwarding, const sip::Message& response) {
  tell_sharers(shared_.answered(*forwarding.request, response));
  respond(forwarding.upstream, without_top_via(response));
  if (forwarding.request->method() != sip::Method::invite) return forget(id);
  if (forwarding.succeeded) return;  // a copy: the timer runs from the first one
  forwarding.succeeded = true;
  forwarding.timer = after(linger, ForwardingOver{id});
}

void ProxyActor::failed(std::uint64_t id, Forwarding& forwarding, sip::MessagePtr response) {
  if (forwarding.succeeded) return;
  forwarding.best = better(std::move(forwarding.best), std::move(response));
  const bool global = forwarding.best && forwarding.best->status() >= 600;
  if (forwarding.cancelled || global || forwarding.targets.empty()) return finish(id, forwarding);
  try_next(id, forwarding);
}

void ProxyActor::request_failed(const transaction::RequestFailed& event) {
  with_branch(event.branch, [&](std::uint64_t id, Forwarding& forwarding) {
    const auto& request = *forwarding.request;
    if (forwarding.cancelled) return failed(id, forwarding, own_response(request, {487, {}, {}}));
    if (event.failure != transaction::Failure::timeout)
      return failed(id, forwarding, own_response(request, {503, {}, {}}));  // §16.9
    // A 408 to anything but INVITE comes too late to be of use: RFC 4320 §4.2 forbids it.
    if (request.method() != sip::Method::invite) return failed(id, forwarding, nullptr);
    failed(id, forwarding, own_response(request, {408, {}, {}}));
  });
}

void ProxyActor::timed_out(std::uint64_t id) {
  const auto found = forwardings_.find(id);
  if (found == forwardings_.end() || found->second.succeeded) return;
  Forwarding& forwarding = found->second;
  // Timer C: a branch that is alive is cancelled; its 487 ends it (§16.8).
  if (forwarding.proceeding && !forwarding.cancel_sent) return cancel_branch(id, forwarding);
  const int status = forwarding.cancelled ? 487 : 408;
  failed(id, forwarding, own_response(*forwarding.request, {status, {}, {}}));
}

void ProxyActor::cancel_branch(std::uint64_t id, Forwarding& forwarding) {
  if (std::exchange(forwarding.cancel_sent, true)) return;
  tell(dispatcher_, transaction::CancelInvite{{forwarding.branch}});
  forwarding.timer = after(linger, ForwardingTimedOut{id});
}

void ProxyActor::finish(std::uint64_t id, Forwarding& forwarding) {
  auto best = std::move(forwarding.best);
  // "No service" is true of the next hop, not of us: a phone must not leave this proxy for it
  // (§16.7 step 6).
  if (best && best->status() == 503)
    best = own_response(*forwarding.request, {500, "Next hop unavailable", {}});
  if (best) tell_sharers(shared_.answered(*forwarding.request, *best));
  respond(forwarding.upstream, std::move(best));
  forget(id);
}

void ProxyActor::forget(std::uint64_t id) {
  const auto found = forwardings_.find(id);
  if (found == forwardings_.end()) return;
  by_branch_.erase(found->second.branch);
  by_server_transaction_.erase(found->second.server_key);
  forwardings_.erase(found);
}

void ProxyActor::acknowledged(const transaction::AckArrived& event) {
  const auto request = remove_own_route(event.ack, options_.identity);
  // An ACK is never answered, so what cannot go on is dropped (§16.3).
  if (refuse_invalid(*request, options_.identity)) return;
  const auto decision = find_targets(*request, options_.identity, registrar_, now());
  const auto* relay = std::get_if<Relay>(&decision);
  if (relay == nullptr) return;
  auto [message, next_hop] = forward(*request, relay->targets.front(), options_.identity);
  if (!message) return;
  transaction::Branch branch{make_branch(*request, random_.token(8))};
  tell(dispatcher_,
       transaction::SendAck{std::move(message), std::move(branch), std::move(next_hop)});
}

void ProxyActor::cancelled(const transaction::InviteCancelled& event) {
  const auto found = by_server_transaction_.find(server_key(*event.invite));
  if (found == by_server_transaction_.end()) return;
  Forwarding& forwarding = forwardings_.at(found->second);
  forwarding.cancelled = true;
  forwarding.targets.clear();
  // Before the first provisional response no CANCEL may go (§9.1): `provisional` sends it.
  if (forwarding.proceeding) cancel_branch(found->second, forwarding);
}

}  // namespace offhook::sim
