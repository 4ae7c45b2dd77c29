// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "actors/transport/network.hpp"

namespace offhook::transport {

/// Tells WSS from WS where a URI does not: "transport=ws" means both (RFC 7118 §5.2), and so a
/// server that we reach by WSS names itself in its Record-Route. Where WSS was spoken once, it
/// always is: one port has one kind, and nobody talks us into plain text.
class WebSocketKinds {
 public:
  static constexpr std::size_t most_kept = 256;

  [[nodiscard]] std::vector<Hop> sort_out(std::vector<Hop> hops) {
    for (Hop& hop : hops) {
      if (hop.protocol == Protocol::wss && secure_.size() < most_kept) secure_.insert(hop.remote);
      if (hop.protocol == Protocol::ws && secure_.contains(hop.remote))
        hop.protocol = Protocol::wss;
    }
    return hops;
  }

 private:
  std::set<Endpoint> secure_;
};

}  // namespace offhook::transport
