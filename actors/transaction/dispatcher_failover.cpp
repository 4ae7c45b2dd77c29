// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of ours over several hops: RFC 3263 §4.3.
#include <algorithm>
#include <utility>

#include "actors/sip/draft.hpp"
#include "actors/sip/status_code.hpp"
#include "actors/transaction/client_actor.hpp"
#include "actors/transaction/dispatcher_actor.hpp"
#include "actors/transaction/later_hop.hpp"
#include "actors/transaction/transaction_key.hpp"
#include "actors/transport/large_request.hpp"

namespace offhook::transaction {

using transport::Hop;

/// A branch of ours, as far as the size of a request matters.
constexpr std::size_t branch_octets = 40;

/// Those that a transport of ours speaks, in their order.
std::vector<Hop> DispatcherActor::usable(std::vector<Hop> hops) const {
  std::erase_if(hops, [&](const Hop& hop) { return transports_.find(hop) == nullptr; });
  return hops;
}

/// A URI that says transport=udp has decided (RFC 3263 §4.1).
std::vector<Hop> DispatcherActor::by_size(const sip::Message& request, std::string_view target,
                                          std::vector<Hop> hops) const {
  constexpr std::size_t room_for_via = 300;  // no Via of ours comes near
  const std::size_t octets = request.text().size();
  if (octets + room_for_via <= transport::largest_udp_request) return hops;
  const auto uri = sip::parse_uri(target);
  if (uri.ok() && uri->transport() == "udp") return hops;
  const auto with = with_via(request, hops.front(), std::string(branch_octets, 'x'));
  return transport::prefer_tcp_if_large(std::move(hops), with->text().size(), transports_);
}

/// `hop` is a usable one.
sip::MessagePtr DispatcherActor::with_via(const sip::Message& request, const Hop& hop,
                                          std::string_view branch) const {
  const auto& entry = *transports_.find(hop);
  const std::string host = entry.sent_by.address.to_host();
  return sip::with_top_via(request, transport::via_of(entry, branch, host));
}

void DispatcherActor::send_over(SendRequest order, std::string target, std::vector<Hop> hops) {
  const sip::Message& request = *order.request;
  const auto conversation =
      HopBook::conversation(request.call_id(), target, !request.to_tag().empty());
  if (hops.size() > 1) hops = book_.order(std::move(hops), conversation, now());
  if (request.method() == sip::Method::ack)
    return tell(
        transport_to(hops.front()),
        transport::SendMessage{with_via(request, hops.front(), order.branch.text), hops.front()});
  Way way{order.branch, order.patience, nullptr};
  if (hops.size() > 1)
    way.attempt = std::make_shared<Attempt>(Attempt{order, conversation, std::move(hops)});
  const Hop hop = way.attempt ? way.attempt->hops.front() : hops.front();
  start_client(with_via(request, hop, order.branch.text), hop, order.user, std::move(way));
}

/// How long a hop may be silent: three transmissions where there is another to go to, the whole
/// time of the RFC at the last.
Instant DispatcherActor::silence_limit(const Way& way, const Hop& hop) const {
  Instant limit = Instant::max();
  if (way.attempt && way.attempt->has_next())
    limit = timers_.hop_limit(reliability_of(hop.protocol));
  return way.patience ? std::min(limit, *way.patience) : limit;
}

void DispatcherActor::move_on(const HopFailed& failed) {
  const auto found = clients_.find(failed.key);
  if (found == clients_.end() || !found->second.attempt) return;
  const auto attempt = found->second.attempt;
  book_.failed(attempt->hop(), now(), failed.retry_after);
  if (!failed.move_on || !attempt->has_next()) return;
  abandon(failed.key, found->second);
  *attempt->is_over = false;
  ++attempt->current;
  const auto& order = attempt->order;
  const std::string branch = branch_at_hop(order.branch.text, attempt->current);
  auto request = with_via(*order.request, attempt->hop(), branch);
  moved_.insert_or_assign(client_key(order.request->method_text(), order.branch.text),
                          client_key(*request));
  start_client(request, attempt->hop(), order.user, {order.branch, order.patience, attempt});
}

/// Transports report the REGISTER of a connection that breaks, however long ago it was answered.
void DispatcherActor::remember_binding(const std::string& key, const Client& client,
                                       const sip::Message& response) {
  const std::string call_id(response.call_id());
  if (bindings_.size() >= most_bindings && !bindings_.contains(call_id))
    return note_limit("bindings to watch for a lost connection");
  bindings_.insert_or_assign(call_id, Binding{key, client.handle, act::weak(client.user)});
}

void DispatcherActor::tell_binding_lost(const std::string& key, const std::string& why) {
  const auto lost = std::find_if(bindings_.begin(), bindings_.end(),
                                 [&](const auto& entry) { return entry.second.key == key; });
  if (lost == bindings_.end()) return;
  const auto binding = std::move(bindings_.extract(lost).mapped());
  tell(act::strong<User>(binding.user), RequestFailed{binding.handle, Failure::transport, why});
}

/// Its branch has no transaction from now on, and the call may still be taken there.
void DispatcherActor::abandon(const std::string& key, const Client& client) {
  const auto& attempt = *client.attempt;
  const auto& order = attempt.order;
  if (order.request->method() != sip::Method::invite) return;
  std::erase_if(abandoned_, [&](const auto& entry) { return entry.second.until <= now(); });
  if (abandoned_.size() >= most_abandoned) return note_limit("INVITEs that went on to another hop");
  const auto branch = branch_at_hop(order.branch.text, attempt.current);
  abandoned_.insert_or_assign(
      key, Abandoned{order.branch, with_via(*order.request, attempt.hop(), branch), attempt.hop(),
                     act::weak(order.user), attempt.is_over, now() + timers_.timer_m()});
}

/// The transaction ended by a timer or because nothing could be sent.
void DispatcherActor::remember_end(const std::string& key, const Client& client) {
  if (!client.is_invite || client.has_final) return;
  if (client.attempt && client.turn == client.attempt->current) *client.attempt->is_over = true;
  const auto before = ended_.forgotten();
  ended_.add(key, now(), timers_.timer_m());
  if (ended_.forgotten() != before) note_limit("INVITEs that ended unanswered");
}

/// What is beyond a limit costs a repair that is rarely needed, and a line of the log.
void DispatcherActor::note_limit(std::string_view what) {
  if (const auto withheld = limits_log_.grant(now()))
    log::warning("no room for more " + std::string(what) + " (" + std::to_string(*withheld) +
                 " such lines withheld)");
}

/// The phone that rings there is told to stop; what it answers is acknowledged (§17.1.1.3). A 2xx
/// makes a call, whoever sent it (§13.2.2.4): the user ends it if it has another by then, and else
/// the newer INVITE is one too many. What its user no longer waits for is the core's.
void DispatcherActor::take_late_response(const sip::MessagePtr& response) {
  const auto key = client_key(*response);
  const int status = response->status();
  const auto found = abandoned_.find(key);
  if (found == abandoned_.end() || found->second.until <= now()) {
    if (sip::is_success(status) && ended_.contains(key, now()))
      tell(core_, ResponseArrived{Branch{std::string(response->top_via().branch)}, response});
    return;
  }
  Abandoned& left = found->second;
  if (sip::is_success(status)) {
    const auto user = *left.is_over ? core_ : act::strong<User>(left.user);
    tell(user ? user : core_, ResponseArrived{left.handle, response});
    return cancel({left.handle, ""});
  }
  if (!sip::is_provisional(status))
    return tell(transport_to(left.hop),
                transport::SendMessage{sip::make_ack_for_failure(*left.sent, *response), left.hop});
  if (!std::exchange(left.is_cancelled, true))
    start({sip::make_cancel(*left.sent).build(), left.hop});
}

void DispatcherActor::learn(const Client& client, const sip::Message& response) {
  const auto& attempt = client.attempt;
  if (!attempt || client.turn != attempt->current) return;
  if (response.status() >= 300) *attempt->is_over = true;
  if (response.status() != 503) book_.worked(attempt->hop(), attempt->conversation, now());
}

void DispatcherActor::forget_move(const Client& client, const std::string& key) {
  if (client.turn == 0) return;
  const auto& order = client.attempt->order;
  const auto moved = moved_.find(client_key(order.request->method_text(), order.branch.text));
  if (moved != moved_.end() && moved->second == key) moved_.erase(moved);
}

}  // namespace offhook::transaction
