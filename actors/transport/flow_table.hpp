// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <tuple>

#include "actors/base/timers.hpp"
#include "actors/sip/stream_framer.hpp"
#include "actors/transport/network.hpp"
#include "actors/transport/outbox.hpp"
#include "actors/transport/stream_network.hpp"

namespace offhook::transport {

/// How many connections one transport keeps.
struct FlowLimits {
  std::size_t opened = 64;    ///< by us; the least used gives way to a new one
  std::size_t accepted = 64;  ///< from peers; more are turned away
  std::size_t per_peer = 16;  ///< of those, from one address: one host cannot take them all
};

/// One connection and what is known of it.
struct Flow {
  std::uint64_t number = 0;
  Hop hop;  ///< the far end; its domain is empty unless we opened the connection
  bool is_accepted = false;
  /// False once it has had its last word: it takes and brings nothing more, and ends soon.
  bool is_usable = true;
  bool peer_answers_pings = false;
  /// The newest REGISTER that left by it: when the flow is lost, so is what it bound (RFC 5626
  /// §4.5).
  sip::MessagePtr registered{};
  /// What the registrar's Flow-Timer asks for (§4.4); zero: nothing.
  std::chrono::milliseconds keep_alive{0};
  std::uint64_t last_used = 0;  ///< grows with each message of any flow
  std::shared_ptr<StreamConnection> connection;
  sip::StreamFramer framer;
  Outbox outbox;
  Timer ping, pong, message;
};

/// The connections of one transport (RFC 3261 §18). A request finds the one that was opened for its
/// hop, domain included: what proved to be one domain is never used for another (RFC 5922 §7.3).
/// A response finds the one that its request came by.
class FlowTable {
 public:
  explicit FlowTable(FlowLimits limits) : limits_(limits) {}

  Flow& add(const Hop& hop, bool is_accepted, std::shared_ptr<StreamConnection> connection);
  [[nodiscard]] Flow* find(std::uint64_t number);
  /// Null if there is none, or none that is usable.
  [[nodiscard]] Flow* find(const Hop& hop);
  /// It was used just now.
  void touch(Flow& flow) { flow.last_used = ++uses_; }
  /// No message will find it again; it stays until `erase`.
  void retire(Flow& flow);
  void erase(std::uint64_t number);
  void clear();

  [[nodiscard]] bool has_room_for_peer(const IpAddress& address) const;
  /// The flow that must go before another is opened; null if there is room.
  [[nodiscard]] Flow* to_give_way();
  [[nodiscard]] std::size_t size() const { return flows_.size(); }

 private:
  using Key = std::tuple<Protocol, Endpoint, std::string>;
  static Key key_of(const Hop& hop) { return {hop.protocol, hop.remote, hop.domain}; }

  FlowLimits limits_;
  std::map<std::uint64_t, Flow> flows_;
  std::map<Key, std::uint64_t> by_hop_;
  std::uint64_t last_number_ = 0;
  std::uint64_t uses_ = 0;
};

}  // namespace offhook::transport
