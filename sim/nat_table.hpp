// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/endpoint.hpp"

namespace offhook::sim {

/// The kinds of RFC 3489 §5, in the words of RFC 4787 §4 and §5: how an inside endpoint is mapped,
/// and whose datagrams get in.
enum class NatKind : std::uint8_t {
  full_cone,             ///< endpoint-independent mapping and filtering
  restricted_cone,       ///< endpoint-independent mapping, address-dependent filtering
  port_restricted_cone,  ///< endpoint-independent mapping, address and port-dependent filtering
  symmetric,             ///< address and port-dependent mapping and filtering
};

struct NatPolicy {
  NatKind kind = NatKind::port_restricted_cone;
  IpAddress outside;  ///< the one public address
  /// After so long without a datagram a mapping ends. RFC 4787 §4.3 asks for two minutes at least;
  /// boxes that give less are why phones send keep-alives.
  Instant time_out = 60s;
  bool inbound_refreshes = false;  ///< datagrams from outside keep a mapping alive too
  bool hairpins = true;            ///< insiders reach each other by their outside endpoints (§6)
  std::uint16_t first_port = 20000;
};

/// One mapping: datagrams of `inside` leave as `outside`. `to` is whom it is for where the mapping
/// depends on that, else what was last sent to.
struct NatBinding {
  Endpoint inside;
  Endpoint outside;
  Endpoint to;
  Instant used{};
  friend bool operator==(const NatBinding&, const NatBinding&) = default;
};

/// A box that translates addresses (NAT) for UDP: mappings and permissions, nothing else. Time is
/// told to it.
class NatTable {
 public:
  explicit NatTable(NatPolicy policy) : policy_(policy) {}

  /// As whom a datagram of `inside` leaves; makes or refreshes a mapping. Nullopt if it is full.
  std::optional<Endpoint> outbound(const Endpoint& inside, const Endpoint& to, Instant now);
  /// To whom a datagram goes that came to `outside`; nullopt if it is not let in.
  std::optional<Endpoint> inbound(const Endpoint& outside, const Endpoint& from, Instant now);

  /// What holds at `now`, by outside port.
  [[nodiscard]] std::vector<NatBinding> bindings(Instant now) const;
  /// It was switched off and on: every mapping is gone, and the next ones have other ports.
  void reboot();
  [[nodiscard]] const NatPolicy& policy() const { return policy_; }

  static constexpr std::size_t max_mappings = 4096;
  static constexpr std::size_t max_permissions = 256;  ///< of one mapping; the oldest gives way

 private:
  struct Mapping {
    NatBinding binding;
    std::map<Endpoint, Instant> sent_to;  ///< who may answer, and when we last sent there
  };

  [[nodiscard]] bool has_ended(const Mapping& mapping, Instant now) const;
  [[nodiscard]] bool lets_in(const Mapping& mapping, const Endpoint& from, Instant now) const;
  [[nodiscard]] std::optional<std::uint16_t> free_port(Instant now);
  Mapping* find(const Endpoint& inside, const Endpoint& to, Instant now);

  NatPolicy policy_;
  std::map<std::uint16_t, Mapping> mappings_;  ///< by outside port
  std::uint16_t last_port_ = 0;
};

}  // namespace offhook::sim
