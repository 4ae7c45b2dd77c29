// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/dispatcher_actor.hpp"

#include <algorithm>
#include <utility>

#include "actors/sip/draft.hpp"
#include "actors/sip/status_code.hpp"
#include "actors/transaction/client_actor.hpp"
#include "actors/transaction/transaction_key.hpp"
#include "actors/transport/next_hop.hpp"
#include "actors/transport/response_routing.hpp"

namespace offhook::transaction {

using sip::Method;

DispatcherActor::DispatcherActor(caf::actor_config& config, transport::Transports transports,
                                 transport::Resolver& resolver, RandomSource& random,
                                 TimerValues timers, Limits limits)
    : actor(config),
      transports_(std::move(transports)),
      resolver_(resolver),
      timers_(timers),
      limits_(limits),
      tag_secret_(random.next()),
      servers_(timers_, this->timers(), *this) {}

DispatcherActor::behavior_type DispatcherActor::make_behavior() {
  for (const auto& entry : transports_) tell(entry.transport, transport::DeliverTo{me()});
  return {
      [this](const SendRequest& m) { send(m); },
      [this](const CancelInvite& m) { cancel(m); },
      [this](const SendAck& m) { send(m); },
      [this](const ClaimDialog& m) { claim(m); },
      [this](const ReleaseDialog& m) { release(m); },
      [this](const SetCore& m) { set_core(m); },
      [this](const SendResponse& m) {
        OFFHOOK_CHECK(m.response && m.response->is_response());
        servers_.respond(m.response);
        set_alarm();
      },
      [this](const Adopt& m) { adopt(m); },
      [this](const SetAdmission& m) { admission_.set_rules(m.rules); },
      [this](const QueryAdmission&) { return admission_.counters(); },
      [this](const transport::MessageArrived& m) { receive(m); },
      [this](const transport::SendFailed& m) { fail(m); },
      [this](const StartClient& m) { start(m); },
      [this](const TargetResolved& m) { go_on(m); },
      [this](const HopFailed& m) { move_on(m); },
      [this](const AnsweredTooLate& m) { tell(core_, m.answer); },
      [this](const ServerTimerDue&) { fire_server_timers(); },
  };
}

void DispatcherActor::on_exit() {
  // Who has nobody but us would end with our last handle, inside this and unable to say goodbye; an
  // exit lets it. Without transactions nothing can be said, so that the others end as well.
  std::map<UserId, User> users;  // in an order that does not depend on the keys
  for (const auto& [id, known] : users_) users.emplace(id, known.user);
  for (const auto& [key, client] : clients_)
    if (client.user) users.emplace(UserId{client.user.id()}, client.user);
  for (const auto& [id, user] : users)
    if (user != core_) act::stop(user);
  for (const auto& [key, client] : clients_) act::stop(client.transaction);
  clients_.clear();
  moved_.clear();
  abandoned_.clear();
  servers_.clear();
  alarm_.cancel();
  users_.clear();
  claims_ = {};
  resolving_.clear();
  core_ = nullptr;
  transports_.clear();
}

// --- requests of ours ---

void DispatcherActor::send(const SendRequest& order) {
  OFFHOOK_CHECK(order.request && order.request->is_request());
  resolve(order);
}

void DispatcherActor::send(const SendAck& order) {
  OFFHOOK_CHECK(order.ack && order.ack->method() == Method::ack);
  resolve({order.ack, order.branch, User{}, order.next_hop});
}

/// The answer always comes as a message, so that requests leave in the order of their orders
/// wherever all names are known.
void DispatcherActor::resolve(SendRequest request) {
  sip::Uri target =
      request.next_hop ? *request.next_hop : transport::next_hop_uri(*request.request);
  // RFC 3261 §8.1.2: a sips Request-URI is reached by TLS alone, whatever a Route says.
  if (request.request->request_uri().scheme == sip::Scheme::sips) target.scheme = sip::Scheme::sips;
  const auto number = ++last_question_;
  resolving_.emplace(number, Question{std::move(request), sip::to_string(target)});
  resolver_.get().resolve(target, [self = me(), number](auto hops) {
    act::tell_anon(self, TargetResolved{number, std::move(hops)});
  });
}

void DispatcherActor::go_on(const TargetResolved& answer) {
  auto found = resolving_.extract(answer.number);
  if (found.empty()) return;
  auto& [order, target] = found.mapped();
  if (!answer.hops.ok() || answer.hops->empty()) {
    const auto why = answer.hops.ok() ? "no address" : message_of(answer.hops.status());
    if (!order.user) log::warning("an ACK could not be sent: " + why);
    return tell(order.user, RequestFailed{order.branch, Failure::unresolvable, why});
  }
  learn_servers(*order.request, *answer.hops);
  auto hops = usable(web_sockets_.sort_out(*answer.hops));
  if (hops.empty()) {
    const auto& hop = answer.hops->front();
    const std::string why = "no transport of ours reaches " + hop.remote.to_string() + " by " +
                            std::string(transport::via_name(hop.protocol));
    if (!order.user) log::warning("an ACK could not be sent: " + why);
    return tell(order.user, RequestFailed{order.branch, Failure::unresolvable, why});
  }
  hops = by_size(*order.request, target, std::move(hops));
  send_over(std::move(order), std::move(target), std::move(hops));
}

void DispatcherActor::start(const StartClient& order) {
  start_client(order.request, order.hop, User{},
               {Branch{std::string(order.request->top_via().branch)}, std::nullopt, nullptr});
}

void DispatcherActor::start_client(const sip::MessagePtr& request, const transport::Hop& hop,
                                   const User& user, Way way) {
  const auto key = client_key(*request);
  if (clients_.contains(key))
    return tell(user, RequestFailed{way.handle, Failure::transport, "the branch is in use"});
  ClientActor::Setup setup{request, hop, user, transport_to(hop), me(), timers_};
  setup.handle = way.handle;
  setup.silence_limit = silence_limit(way, hop);
  setup.is_one_of_several = way.attempt != nullptr;
  setup.is_last_hop = !way.attempt || !way.attempt->has_next();
  ClientTransaction client = spawn<ClientActor>(std::move(setup));
  const std::size_t turn = way.attempt ? way.attempt->current : 0;
  clients_.emplace(key, Client{client, user, std::move(way.attempt), turn, way.handle,
                               request->method() == Method::invite});
  watch(client, [this, key, handle = way.handle](const act::error& reason) {
    const auto ended = clients_.extract(key);
    if (ended.empty()) return;
    forget_move(ended.mapped(), key);
    remember_end(key, ended.mapped());
    if (reason)
      tell(ended.mapped().user,
           RequestFailed{handle, Failure::transport, "the transaction broke down"});
  });
  tell(client, Begin{});
}

void DispatcherActor::cancel(const CancelInvite& order) {
  const auto key = client_key("INVITE", order.branch.text);
  const auto moved = moved_.find(key);
  const auto found = clients_.find(moved == moved_.end() ? key : moved->second);
  if (found != clients_.end()) tell(found->second.transaction, Cancel{order.reason});
}

// --- what the network brings ---

void DispatcherActor::receive(const transport::MessageArrived& arrived) {
  if (arrived.message->is_response()) return receive_response(arrived);
  switch (arrived.message->method()) {
    case Method::ack:
      return receive_ack(arrived);
    case Method::cancel:
      return receive_cancel(arrived);
    default:
      return receive_request(arrived);
  }
}

void DispatcherActor::receive_response(const transport::MessageArrived& arrived) {
  const sip::Message& response = *arrived.message;
  const sip::Via& via = response.top_via();
  // Not ours: discarded silently (§18.1.2). So is what answers no request of ours, and an ACK has
  // no answer.
  if (!transports_.is_ours(via)) return;
  if (response.method() == Method::ack) return;
  const auto found = clients_.find(client_key(response));
  if (found == clients_.end()) return take_late_response(arrived.message);
  learn(found->second, response);
  found->second.has_final = found->second.has_final || !sip::is_provisional(response.status());
  if (response.method() == Method::register_ && sip::is_success(response.status()))
    remember_binding(found->first, found->second, response);
  tell(found->second.transaction,
       ResponseArrived{Branch{std::string(via.branch)}, arrived.message});
}

void DispatcherActor::receive_ack(const transport::MessageArrived& arrived) {
  const sip::Message& ack = *arrived.message;
  if (servers_.acknowledge(server_key(ack), arrived.message, arrived.from)) return set_alarm();
  if (ack.to_tag() == own_tag(ack)) return;  // of a refusal that left no transaction behind
  const User owner = claims_.owner_of(dialog_key(ack.call_id(), ack.to_tag()));
  tell(owner ? owner : core_, AckArrived{arrived.message, arrived.from});
}

void DispatcherActor::receive_cancel(const transport::MessageArrived& arrived) {
  const auto key = server_key(*arrived.message);
  if (servers_.repeat(key)) return;
  const auto invite = cancelled_key(*arrived.message);
  if (!servers_.contains(invite)) {
    if (admits(arrived)) refuse(arrived, 481);  // §9.2
    return;
  }
  if (is_full(true)) return refuse(arrived, 503);
  start_server(arrived, key, User{});
  servers_.cancel(invite, arrived.message, key);
  set_alarm();
}

void DispatcherActor::receive_request(const transport::MessageArrived& arrived) {
  const auto key = server_key(*arrived.message);
  if (!servers_.repeat(key)) receive_new(arrived, key);
}

void DispatcherActor::receive_new(const transport::MessageArrived& arrived,
                                  const std::string& key) {
  const sip::Message& request = *arrived.message;
  const bool in_dialog = !request.to_tag().empty();
  const User owner =
      in_dialog ? claims_.owner_of(dialog_key(request.call_id(), request.to_tag())) : User{};
  if (!owner && !admits(arrived)) return;
  if (is_full(static_cast<bool>(owner))) return refuse(arrived, 503);
  if (owner) {
    start_server(arrived, key, owner);
    return;
  }
  if (in_dialog && !every_request_) return refuse(arrived, 481);  // §12.2.2
  if (!core_) return refuse(arrived, 503);
  if (!every_request_ && servers_.is_merged(request)) return refuse(arrived, 482);  // §8.2.2.2
  start_server(arrived, key, core_);
}

/// Null if we do not speak that; nothing then leaves, and timers end the transaction.
transport::Transport DispatcherActor::transport_to(const transport::Hop& hop) const {
  const auto* entry = transports_.find(hop);
  return entry != nullptr ? entry->transport : transport::Transport{};
}

bool DispatcherActor::is_full(bool in_known_dialog) const {
  // Calls under way go on when new ones are turned away.
  return servers_.size() >= limits_.server_transactions * (in_known_dialog ? 2 : 1);
}

std::string DispatcherActor::own_tag(const sip::Message& request) const {
  return transport::stateless_tag(tag_secret_, request.call_id(), request.top_via().branch);
}

/// Without a transaction (§8.2.7): a copy of the request gets a copy of the answer, and a flood
/// costs nothing that lasts.
void DispatcherActor::refuse(const transport::MessageArrived& arrived, int status) {
  const sip::Message& request = *arrived.message;
  const auto hop = transport::response_hop(request.top_via(), arrived.from);
  if (!hop) return;
  auto draft = sip::Draft::response(request, status, "", own_tag(request));
  if (status == 503) draft.set("Retry-After", std::to_string(limits_.retry_after_seconds));
  auto response = draft.try_build();
  if (response.ok()) tell(transport_to(*hop), transport::SendMessage{*std::move(response), *hop});
}

void DispatcherActor::fail(const transport::SendFailed& failed) {
  const sip::Message& message = *failed.message;
  if (message.is_request()) {
    const auto key = client_key(message);
    const auto found = clients_.find(key);
    if (found != clients_.end()) tell(found->second.transaction, TransportFailed{failed.why});
    if (message.method() == Method::register_) tell_binding_lost(key, failed.why);
  } else {
    servers_.fail_sending(message);
  }
}

// --- who hears of what ---

void DispatcherActor::claim(const ClaimDialog& order) {
  OFFHOOK_CHECK(static_cast<bool>(order.user));
  const UserId id = know(order.user);
  users_.at(id).has_claims = true;
  claims_.claim(dialog_key(order.call_id, order.local_tag), order.user);
}

void DispatcherActor::release(const ReleaseDialog& order) {
  const User owner = claims_.release(dialog_key(order.call_id, order.local_tag));
  if (!owner) return;
  const UserId id = know(owner);
  users_.at(id).has_claims = false;
  forget_if_idle(id);
}

void DispatcherActor::set_core(const SetCore& order) {
  core_ = order.core;
  every_request_ = order.every_request;
}

}  // namespace offhook::transaction
