// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/nat_table.hpp"
#include "sim/partitions.hpp"

namespace offhook::sim {

/// The NAT boxes of a network, each with the hosts behind it. Whoever is behind none is public.
class NatBoxes {
 public:
  /// The hosts must be behind no other box.
  std::shared_ptr<NatTable> add(NatPolicy policy, Hosts inside);

  /// As whom a datagram leaves `from` for `to`; nullopt if there is no way: the box is full, or
  /// `to` is a private address elsewhere.
  [[nodiscard]] std::optional<Endpoint> departs(const Endpoint& from, const Endpoint& to,
                                                Instant now) const;
  /// Whom a datagram to `to` reaches; nullopt if a box keeps it out.
  [[nodiscard]] std::optional<Endpoint> arrives(const Endpoint& from, const Endpoint& to,
                                                Instant now) const;

 private:
  [[nodiscard]] NatTable* box_of(const IpAddress& inside) const;

  std::vector<std::pair<Hosts, std::shared_ptr<NatTable>>> boxes_;
};

}  // namespace offhook::sim
