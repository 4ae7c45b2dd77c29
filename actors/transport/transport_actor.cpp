// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/transport_actor.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "actors/sip/draft.hpp"
#include "actors/sip/parser.hpp"
#include "actors/transport/response_routing.hpp"

namespace offhook::transport {
namespace {

/// No start line is shorter. Routers and peers send such scraps to keep a binding open.
constexpr std::size_t shortest_message = 12;

}  // namespace

TransportActor::TransportActor(caf::actor_config& config, std::unique_ptr<DatagramSocket> socket,
                               std::uint64_t tag_secret, bool answers_malformed)
    : actor(config),
      socket_(std::move(socket)),
      tag_secret_(tag_secret),
      answers_malformed_(answers_malformed) {}

TransportActor::behavior_type TransportActor::make_behavior() {
  return {
      [this](const SendMessage& m) { send(m); },
      [this](const DeliverTo& m) { receiver_ = m.receiver; },
      [this](const QueryCounters&) { return counters_; },
      [this](const DatagramArrived& m) { receive(m); },
      [this](const DatagramUnreachable& m) { fail_sent_to(m.to); },
  };
}

void TransportActor::on_exit() {
  socket_.reset();  // its handlers hold this actor
  receiver_ = nullptr;
}

void TransportActor::receive(const DatagramArrived& datagram) {
  ++counters_.received;
  if (datagram.octets.size() < shortest_message) {
    ++counters_.keep_alives;
    return;
  }
  auto parsed = sip::parse_datagram(datagram.octets);
  if (const auto* failure = std::get_if<sip::ParseFailure>(&parsed))
    return refuse_datagram(*failure, datagram.from);
  auto message = std::get<sip::MessagePtr>(std::move(parsed));
  if (message->is_request()) message = sip::with_source(message, datagram.from);
  if (!receiver_) {
    ++counters_.undelivered;
    return;
  }
  tell(receiver_, MessageArrived{std::move(message), {Protocol::udp, datagram.from}});
}

void TransportActor::refuse_datagram(const sip::ParseFailure& failure, const Endpoint& from) {
  if (failure.error == sip::ParseError::empty) {
    ++counters_.keep_alives;
    return;
  }
  const auto answer =
      answers_malformed_ ? refuse(failure, from, tag_secret_) : std::optional<Refusal>();
  if (answer) {
    ++counters_.refused;
    // Nothing to be done if even that cannot leave: the peer sends again.
    (void)socket_->send(answer->to, answer->octets);
  } else {
    ++counters_.dropped;
  }
  if (const auto withheld = log_budget_.grant(now()))
    log::warning("refused a datagram from " + from.to_string() + ": " + failure.text +
                 (*withheld > 0 ? " (and " + std::to_string(*withheld) + " others before)" : ""));
}

void TransportActor::send(const SendMessage& order) {
  const auto sent = order.to.protocol == Protocol::udp
                        ? socket_->send(order.to.remote, order.message->text())
                        : absl::UnimplementedError("this transport has no connections");
  if (sent.ok()) {
    ++counters_.sent;
    if (order.message->is_request()) remember(order);
    return;
  }
  ++counters_.send_failed;
  tell(receiver_, SendFailed{order.message, order.to, message_of(sent)});
}

void TransportActor::remember(const SendMessage& order) {
  const bool known = std::any_of(recent_.begin(), recent_.end(), [&](const Sent& sent) {
    return !sent.message.owner_before(order.message) && !order.message.owner_before(sent.message);
  });
  if (known) return;  // a retransmission
  recent_[next_recent_] = {order.message, order.to};
  next_recent_ = (next_recent_ + 1) % recent_.size();
}

void TransportActor::fail_sent_to(const Endpoint& to) {
  ++counters_.unreachable;
  for (Sent& sent : recent_) {
    if (sent.to.remote != to) continue;
    if (auto message = std::exchange(sent, {}).message.lock())
      tell(receiver_, SendFailed{std::move(message), {Protocol::udp, to}, "ICMP: unreachable"});
  }
}

absl::StatusOr<BoundTransport> start_transport(caf::actor_system& system, Network& network,
                                               const Endpoint& local, RandomSource& random,
                                               bool answers_malformed) {
  // The socket must know its actor and the actor owns the socket, so one of them starts blind.
  // Nothing arrives in between: sockets are heard on the loop, and we are on it.
  auto owner = std::make_shared<SocketTransport>();
  auto socket = network.bind(local, [owner](std::string octets, const Endpoint& from) {
    act::tell_anon(*owner, DatagramArrived{std::move(octets), from});
  });
  if (!socket.ok()) return socket.status();
  (*socket)->on_unreachable(
      [owner](const Endpoint& to) { act::tell_anon(*owner, DatagramUnreachable{to}); });
  const Endpoint bound = (*socket)->local();
  *owner = system.spawn<TransportActor>(*std::move(socket), random.next(), answers_malformed);
  return BoundTransport{*owner, bound};
}

}  // namespace offhook::transport
