// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "actors/sip/via.hpp"
#include "actors/transport/messages.hpp"

namespace offhook::transport {

/// One way out of the phone, and where the answers come in.
struct TransportEntry {
  Protocol protocol = Protocol::udp;
  Transport transport;
  /// Stands in our Vias: where responses reach `transport`, never the wildcard address.
  Endpoint sent_by;
  bool is_heard = true;  ///< false: it listens nowhere, and answers come on its own connections
};

/// The transports of one phone: at most one for each protocol and address family.
class Transports {
 public:
  Transports() = default;
  Transports(std::initializer_list<TransportEntry> entries) : entries_(entries) {}
  void add(TransportEntry entry) { entries_.push_back(std::move(entry)); }

  /// Null if we do not speak that.
  [[nodiscard]] const TransportEntry* find(Protocol protocol, bool is_v6) const;
  [[nodiscard]] const TransportEntry* find(const Hop& hop) const {
    return find(hop.protocol, hop.remote.address.is_v6());
  }
  /// Whether a response with that top Via answers something of ours (RFC 3261 §18.1.2).
  [[nodiscard]] bool is_ours(const sip::Via& top) const;

  [[nodiscard]] auto begin() const { return entries_.begin(); }
  [[nodiscard]] auto end() const { return entries_.end(); }
  void clear() { entries_.clear(); }

 private:
  std::vector<TransportEntry> entries_;
};

/// The Via of a request that leaves by `entry` (RFC 3261 §18.1.1), with rport (RFC 3581 §3).
/// Borrows `branch` and `host`, which is the sent-by's address as `IpAddress::to_host` writes it.
[[nodiscard]] sip::Via via_of(const TransportEntry& entry, std::string_view branch,
                              std::string_view host);

/// For people: "192.0.2.7:5060 (UDP, TCP), 192.0.2.7:5061 (TLS)", where peers can reach us.
[[nodiscard]] std::string to_string(const Transports& transports);

}  // namespace offhook::transport
