// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/parser.hpp"
#include "actors/transaction/dispatcher_actor.hpp"
#include "actors/transport/transport_actor.hpp"
#include "sim/virtual_network.hpp"

namespace offhook::transaction {

/// What a user was told, and what it does about it.
struct Script {
  std::vector<std::pair<Instant, ResponseArrived>> responses;
  std::vector<std::pair<Instant, RequestFailed>> failures;
  std::vector<std::pair<Instant, RequestArrived>> requests;
  std::vector<AckArrived> acks;
  std::vector<InviteCancelled> cancels;
  std::vector<std::pair<Instant, ResponseFailed>> response_failures;
  std::function<void(const RequestArrived&)> on_request;
  std::function<void(const ResponseArrived&)> on_response;
  std::function<void(const AckArrived&)> on_ack;
  std::function<void(const InviteCancelled&)> on_cancel;

  [[nodiscard]] std::vector<int> statuses() const {
    std::vector<int> result;
    for (const auto& [at, arrived] : responses) result.push_back(arrived.response->status());
    return result;
  }
};

class ScriptedUser final : public act::actor<User> {
 public:
  ScriptedUser(caf::actor_config& config, Script& script) : actor(config), script_(script) {}
  behavior_type make_behavior() override {
    return {
        [this](const ResponseArrived& m) {
          script_.responses.emplace_back(now(), m);
          if (script_.on_response) script_.on_response(m);
        },
        [this](const RequestFailed& m) { script_.failures.emplace_back(now(), m); },
        [this](const RequestArrived& m) {
          script_.requests.emplace_back(now(), m);
          if (script_.on_request) script_.on_request(m);
        },
        [this](const AckArrived& m) {
          script_.acks.push_back(m);
          if (script_.on_ack) script_.on_ack(m);
        },
        [this](const InviteCancelled& m) {
          script_.cancels.push_back(m);
          if (script_.on_cancel) script_.on_cancel(m);
        },
        [this](const ResponseFailed& m) { script_.response_failures.emplace_back(now(), m); },
    };
  }

 private:
  Script& script_;
};

struct Host {
  Endpoint address;
  transport::SocketTransport transport;
  Dispatcher dispatcher;
  User user;
  Script script;
};

/// A far end without a stack: reads and writes octets.
struct Peer {
  Endpoint address;
  std::unique_ptr<transport::DatagramSocket> socket;
  std::vector<sip::MessagePtr> received;

  void send(const Endpoint& to, std::string_view text) { ASSERT_TRUE(socket->send(to, text).ok()); }
  /// Of what it received, which must be responses.
  [[nodiscard]] std::vector<int> statuses() const {
    std::vector<int> result;
    for (const auto& message : received) result.push_back(message->status());
    return result;
  }
};

struct Sent {
  Instant at;
  Endpoint from;
  std::string text;
  [[nodiscard]] std::string first_line() const { return text.substr(0, text.find('\r')); }
};

/// One virtual network, its clock, and stacks on it.
class World {
 public:
  explicit World(std::uint64_t seed = 0)
      : loop(act::Loop::Virtual{seed}), network(loop.timers(), seed + 1) {
    network.set_tap(
        [this](Instant at, const Endpoint& from, const Endpoint&, std::string_view text) {
          sent.push_back({at, from, std::string(text)});
        });
  }
  ~World() { end(); }

  Host& add_host(const char* address, Limits limits = {}, bool with_core = true) {
    Host& host = hosts.emplace_back();
    host.address = *Endpoint::parse(address);
    auto bound = transport::start_transport(loop.system(), network, host.address, random);
    EXPECT_TRUE(bound.ok());
    host.transport = bound->transport;
    host.dispatcher = loop.spawn<DispatcherActor>(
        transport::Transports{{transport::Protocol::udp, host.transport, host.address}}, *names,
        random, TimerValues{}, limits);
    host.user = loop.spawn<ScriptedUser>(host.script);
    if (with_core) act::tell_anon(host.dispatcher, SetCore{host.user});
    loop.run_for(0s);
    return host;
  }

  Peer& add_peer(const char* address) {
    Peer& peer = peers.emplace_back();
    peer.address = *Endpoint::parse(address);
    auto socket = network.bind(peer.address, [&peer](std::string octets, const Endpoint&) {
      peer.received.push_back(sip::message_or_null(sip::parse_datagram(std::move(octets))));
      ASSERT_NE(peer.received.back(), nullptr);
    });
    EXPECT_TRUE(socket.ok());
    peer.socket = *std::move(socket);
    return peer;
  }

  /// Milliseconds at which `from` sent something whose first line begins so.
  [[nodiscard]] std::vector<std::int64_t> times(const Endpoint& from,
                                                std::string_view begin) const {
    std::vector<std::int64_t> result;
    for (const Sent& s : sent)
      if (s.from == from && s.text.starts_with(begin))
        result.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(s.at).count());
    return result;
  }

  /// Everybody says goodbye; afterwards nothing may be left.
  void end() {
    for (Host& host : hosts) {
      act::stop(host.user);
      act::stop(host.dispatcher);
      act::stop(host.transport);
      host.user = nullptr;
      host.dispatcher = nullptr;
      host.transport = nullptr;
      host.script = {};
    }
    loop.run_for(1s);
    EXPECT_EQ(loop.running_actors(), 0u);
    EXPECT_EQ(loop.pending_timers(), 0u);
  }

  /// Only the three actors of each host are left: no transaction and no timer.
  void expect_idle() {
    EXPECT_EQ(loop.running_actors(), 3 * hosts.size());
    EXPECT_EQ(loop.pending_timers(), 0u);
  }

  act::Loop loop;
  sim::VirtualNetwork network;
  SeededRandom random{42};
  transport::StaticResolver resolver;
  transport::Resolver* names = &resolver;  ///< of the hosts that are added from now on
  std::deque<Host> hosts;
  std::deque<Peer> peers;
  std::vector<Sent> sent;
};

/// A request as a user builds it: without a Via.
struct RequestShape {
  std::string method = "OPTIONS";
  std::string call_id = "call-1";
  int cseq = 1;
  std::string to_tag = "";
  std::string from_tag = "from-tag";
};
inline sip::Draft request_to(const Endpoint& to, const RequestShape& shape = {}) {
  const std::string uri = "sip:bob@" + to.to_string();
  auto draft = sip::Draft::request(shape.method, uri);
  draft.append("Max-Forwards", "70")
      .append("From", "<sip:alice@example.net>;tag=" + shape.from_tag)
      .append("To", "<" + uri + ">" + (shape.to_tag.empty() ? "" : ";tag=" + shape.to_tag))
      .append("Call-ID", shape.call_id)
      .append("CSeq", std::to_string(shape.cseq) + " " + shape.method);
  return draft;
}

inline Branch branch(int number) { return {"z9hG4bKtest" + std::to_string(number)}; }

inline void send_request(Host& host, const Endpoint& to, const RequestShape& shape = {},
                         Branch used = branch(1)) {
  act::tell_anon(host.dispatcher,
                 SendRequest{request_to(to, shape).build(), std::move(used), host.user});
}

inline void respond(const ServerTransaction& transaction, const sip::Message& request, int status,
                    std::string_view to_tag = "to-tag") {
  act::tell_anon(transaction,
                 SendResponse{sip::Draft::response(request, status, "", to_tag).build()});
}

/// The request of a peer, with its Via.
inline std::string peer_request(const Peer& peer, const Endpoint& to,
                                const RequestShape& shape = {}, const Branch& used = branch(1)) {
  auto draft = request_to(to, shape);
  draft.append("Via", "SIP/2.0/UDP " + peer.address.to_string() + ";branch=" + used.text);
  return draft.serialize();
}

}  // namespace offhook::transaction
