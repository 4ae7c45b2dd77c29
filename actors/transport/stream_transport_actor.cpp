// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/stream_transport_actor.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "actors/sip/draft.hpp"
#include "actors/sip/parser.hpp"
#include "actors/sip/status_code.hpp"
#include "actors/transport/response_routing.hpp"

namespace offhook::transport {
namespace {

constexpr std::string_view ping_octets = "\r\n\r\n";  // RFC 5626 §3.5.1
constexpr std::string_view pong_octets = "\r\n";

/// Each piece that arrives is a message (RFC 7118 §4.2); other streams are to be cut.
bool brings_whole_messages(Protocol protocol) {
  return protocol == Protocol::ws || protocol == Protocol::wss;
}

}  // namespace

StreamTransportActor::StreamTransportActor(caf::actor_config& config, Setup setup)
    : actor(config),
      setup_(std::move(setup)),
      tag_secret_(setup_.random.get().next()),
      flows_(setup_.options.flows) {}

StreamTransportActor::behavior_type StreamTransportActor::make_behavior() {
  return {
      [this](const SendMessage& m) { send(m); },
      [this](const DeliverTo& m) { receiver_ = m.receiver; },
      [this](const QueryCounters&) { return counters(); },
      [this](const ConnectionAccepted& m) { accept(m); },
      [this](const ConnectionOpened& m) { opened(m); },
      [this](const OctetsArrived& m) { receive(m); },
      [this](const ConnectionClosed& m) { closed(m); },
      [this](const FlowTimerFired& m) { fire(m); },
  };
}

void StreamTransportActor::on_exit() {
  setup_.listener.reset();  // it and the connections hold this actor
  flows_.clear();
  receiver_ = nullptr;
}

// --- what we send ---

void StreamTransportActor::send(const SendMessage& order) {
  const auto flow = flow_for(order);
  if (!flow.ok()) return fail(order, message_of(flow.status()));
  const auto sent = (*flow)->connection->send(order.message->text());
  if (!sent.ok()) return fail(order, message_of(sent));
  ++counters_.sent;
  flows_.touch(**flow);
  (*flow)->outbox.add(order);
  if (!(*flow)->is_accepted && order.message->is_request() &&
      order.message->method() == sip::Method::register_)
    (*flow)->registered = order.message;
  (*flow)->outbox.settle((*flow)->connection->unsent());
}

absl::StatusOr<Flow*> StreamTransportActor::flow_for(const SendMessage& order) {
  if (order.to.protocol != setup_.protocol)
    return absl::UnimplementedError("this transport speaks " +
                                    std::string(via_name(setup_.protocol)) + " alone");
  if (Flow* flow = flows_.find(order.to)) return flow;
  if (order.message->is_request()) return open(order.to);
  // RFC 3261 §18.2.2: the connection of the request is gone; a new one, or none.
  const auto hop = reconnect_hop(order.message->top_via(), setup_.protocol);
  if (!hop) return unavailable("the connection to " + order.to.remote.to_string() + " is closed");
  Flow* flow = flows_.find(*hop);
  return flow != nullptr ? flow : open(*hop);
}

absl::StatusOr<Flow*> StreamTransportActor::open(const Hop& hop) {
  if (Flow* least = flows_.to_give_way()) {
    flows_.retire(*least);
    least->connection->finish();
  }
  auto connection = setup_.network.get().connect({setup_.from, hop.remote, hop.domain});
  if (!connection.ok()) return connection.status();
  Flow& flow = flows_.add(hop, false, *std::move(connection));
  start(flow);
  return &flow;
}

void StreamTransportActor::start(Flow& flow) {
  const auto self = me();
  const auto number = flow.number;
  flow.connection->start({
      .connected = [self, number] { act::tell_anon(self, ConnectionOpened{number}); },
      .arrived =
          [self, number](std::string_view octets) {
            act::tell_anon(self, OctetsArrived{number, std::string(octets)});
          },
      .closed =
          [self, number](const absl::Status& why) {
            act::tell_anon(self, ConnectionClosed{number, why});
          },
  });
}

void StreamTransportActor::fail(const SendMessage& order, std::string_view why) {
  ++counters_.send_failed;
  tell(receiver_, SendFailed{order.message, order.to, std::string(why)});
}

// --- connections that come and go ---

void StreamTransportActor::accept(const ConnectionAccepted& m) {
  const Endpoint remote = m.connection->remote();
  if (!flows_.has_room_for_peer(remote.address)) {
    ++counters_.turned_away;  // and closed, as nobody keeps it
    return;
  }
  start(flows_.add({setup_.protocol, remote}, true, m.connection));
}

void StreamTransportActor::opened(const ConnectionOpened& m) {
  if (Flow* flow = flows_.find(m.flow); flow != nullptr && flow->is_usable) schedule_ping(*flow);
}

void StreamTransportActor::closed(const ConnectionClosed& m) {
  if (Flow* flow = flows_.find(m.flow))
    lose(*flow, m.why.ok() ? "the peer closed the connection" : message_of(m.why));
}

/// Ends it at once, and reports what it had not sent; and the REGISTER whose binding ends with it.
void StreamTransportActor::lose(Flow& flow, std::string_view why) {
  flow.outbox.settle(flow.connection->unsent());
  auto stranded = flow.outbox.take();
  const bool is_told = std::any_of(stranded.begin(), stranded.end(), [&](const auto& order) {
    return order.message == flow.registered;
  });
  const SendMessage bound{is_told ? nullptr : flow.registered, flow.hop};
  flows_.erase(flow.number);
  for (const auto& order : stranded) fail(order, why);
  if (bound.message) tell(receiver_, SendFailed{bound.message, bound.to, std::string(why)});
}

// --- what peers send ---

void StreamTransportActor::receive(const OctetsArrived& m) {
  Flow* flow = flows_.find(m.flow);
  if (flow == nullptr || !flow->is_usable) return;
  flow->outbox.settle(flow->connection->unsent());
  if (brings_whole_messages(setup_.protocol)) return take_whole(*flow, m.octets);
  unframe(*flow, m.octets);
}

void StreamTransportActor::unframe(Flow& flow, std::string_view octets) {
  bool was_unfinished = flow.framer.pending() > 0;
  while (auto event = flow.framer.take(octets)) {
    was_unfinished = false;
    take(flow, *std::move(event));
    if (!flow.is_usable) return;
  }
  if (flow.framer.pending() == 0)
    flow.message.cancel();
  else if (!was_unfinished)
    flow.message =
        after(setup_.options.message_within, FlowTimerFired{flow.number, FlowTimer::message});
}

void StreamTransportActor::take(Flow& flow, sip::StreamEvent event) {
  if (auto* text = std::get_if<std::string>(&event)) return take_message(flow, std::move(*text));
  if (const auto* failure = std::get_if<sip::StreamFailure>(&event))
    return give_up_on(flow, *failure);
  ++counters_.keep_alives;
  if (std::holds_alternative<sip::StreamPing>(event)) return say(flow, pong_octets);
  pong_came(flow);
}

/// One WebSocket message; RFC 7118 §6 has the keep-alive of RFC 5626 in one of its own.
void StreamTransportActor::take_whole(Flow& flow, std::string text) {
  if (text != ping_octets && text != pong_octets) return take_message(flow, std::move(text));
  ++counters_.keep_alives;
  if (text == ping_octets) say(flow, pong_octets);
}

void StreamTransportActor::take_message(Flow& flow, std::string text) {
  ++counters_.received;
  flows_.touch(flow);
  auto parsed = sip::parse_datagram(std::move(text));
  if (const auto* failure = std::get_if<sip::ParseFailure>(&parsed)) {
    const auto answer = setup_.options.answers_malformed
                            ? refuse(*failure, flow.hop.remote, tag_secret_)
                            : std::optional<Refusal>();
    if (answer) say(flow, answer->octets);
    ++(answer ? counters_.refused : counters_.dropped);
    return complain(flow, failure->text);
  }
  auto message = std::get<sip::MessagePtr>(std::move(parsed));
  if (message->is_request())
    message = sip::with_source(message, flow.hop.remote);
  else
    learn_of_outbound(flow, *message);
  if (!receiver_) {
    ++counters_.undelivered;
    return;
  }
  tell(receiver_, MessageArrived{std::move(message), flow.hop});
}

/// Nobody knows where the next message would begin, so this one is the last.
void StreamTransportActor::give_up_on(Flow& flow, const sip::StreamFailure& failure) {
  ++counters_.received;
  auto word = last_word(failure, flow.hop.remote, tag_secret_);
  if (!setup_.options.answers_malformed) word.answer.clear();
  if (!word.answer.empty()) say(flow, word.answer);
  ++(word.answer.empty() ? counters_.dropped : counters_.refused);
  complain(flow, word.why);
  flows_.retire(flow);
  flow.connection->finish();
}

void StreamTransportActor::say(Flow& flow, std::string_view octets) {
  // Nothing to be done if even that has no room: the peer does not read.
  if (flow.connection->send(octets).ok()) flow.outbox.add_octets(octets.size());
}

void StreamTransportActor::complain(const Flow& flow, std::string_view what) {
  if (const auto withheld = log_budget_.grant(now()))
    log::warning("refused a message from " + flow.hop.remote.to_string() + " (" +
                 std::string(via_name(setup_.protocol)) + "): " + std::string(what) +
                 (*withheld > 0 ? " (and " + std::to_string(*withheld) + " others before)" : ""));
}

// --- keep-alive, RFC 5626 §4.4.1 ---

void StreamTransportActor::fire(const FlowTimerFired& m) {
  Flow* flow = flows_.find(m.flow);
  if (flow == nullptr || !flow->is_usable) return;
  switch (m.timer) {
    case FlowTimer::ping:
      return ping(*flow);
    case FlowTimer::pong:
      return lose(*flow, "the peer does not answer keep-alives");
    case FlowTimer::message:
      complain(*flow, "a message that was begun and not finished");
      return lose(*flow, "the peer sends too slowly");
  }
}

void StreamTransportActor::schedule_ping(Flow& flow) {
  auto longest = setup_.options.keep_alive;
  if (flow.keep_alive > longest.zero())
    longest = longest == longest.zero() ? flow.keep_alive : std::min(longest, flow.keep_alive);
  // A WebSocket has pings of its own.
  if (longest == longest.zero() || brings_whole_messages(setup_.protocol)) return;
  flow.ping = after(setup_.random.get().between(longest * 4 / 5, longest),
                    FlowTimerFired{flow.number, FlowTimer::ping});
}

void StreamTransportActor::ping(Flow& flow) {
  say(flow, ping_octets);
  // RFC 5626 §4.4.1 has a peer say beforehand that it answers. One that never has may be of those
  // who ignore empty lines (RFC 3261 §7.5), so that its silence proves nothing.
  if (flow.peer_answers_pings)
    flow.pong = after(setup_.options.pong_within, FlowTimerFired{flow.number, FlowTimer::pong});
  schedule_ping(flow);
}

void StreamTransportActor::pong_came(Flow& flow) {
  flow.pong.cancel();
  if (!flow.is_accepted) flow.peer_answers_pings = true;
}

/// A registrar that speaks RFC 5626 answers pings, and may say how often it wants them (§4.4,
/// §4.4.1): its silence counts from the first ping on.
void StreamTransportActor::learn_of_outbound(Flow& flow, const sip::Message& response) {
  constexpr std::chrono::seconds shortest{10};
  if (flow.is_accepted || response.method() != sip::Method::register_) return;
  if (!sip::is_success(response.status())) return;
  const auto timer = response.header("Flow-Timer");
  if (!timer && !response.lists(sip::HeaderId::require, "outbound")) return;
  flow.peer_answers_pings = true;
  const auto seconds = timer ? sip::parse_number(*timer) : std::nullopt;
  if (!seconds || *seconds == 0) return;
  const auto before =
      std::exchange(flow.keep_alive, std::max(std::chrono::seconds(*seconds), shortest));
  if (flow.keep_alive != before) schedule_ping(flow);
}

Counters StreamTransportActor::counters() {
  counters_.connections = flows_.size();
  return counters_;
}

absl::StatusOr<BoundStreamTransport> start_stream_transport(caf::actor_system& system,
                                                            StreamNetwork& network,
                                                            const StreamTransportPlace& place,
                                                            RandomSource& random,
                                                            StreamTransportOptions options) {
  StreamTransportActor::Setup setup{place.protocol, network, place.local.address,
                                    nullptr,        random,  options};
  BoundStreamTransport bound{{}, place.local};
  // As for a socket: listener and actor know each other, and one of them starts blind.
  auto owner = std::make_shared<StreamTransport>();
  if (place.is_heard) {
    auto listener =
        network.listen(place.local, [owner](std::unique_ptr<StreamConnection> connection) {
          act::tell_anon(*owner, ConnectionAccepted{std::move(connection)});
        });
    if (!listener.ok()) return listener.status();
    bound.local = (*listener)->local();
    setup.listener = *std::move(listener);
  }
  bound.transport = *owner = system.spawn<StreamTransportActor>(std::move(setup));
  return bound;
}

}  // namespace offhook::transport
