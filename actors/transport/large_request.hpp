// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "actors/transport/transports.hpp"

namespace offhook::transport {

/// RFC 3261 §18.1.1: where the path MTU is not known, a longer request must not go by UDP. What is
/// within 200 octets of an Ethernet's 1500 is no shorter.
inline constexpr std::size_t largest_udp_request = 1300;

/// Puts the same hop by TCP before each one by UDP, if a request of so many octets, Via included,
/// is too large for UDP and we speak TCP. UDP comes next: a peer of RFC 2543 may not listen there,
/// and "the element SHOULD retry the request, using UDP" (§18.1.1).
[[nodiscard]] inline std::vector<Hop> prefer_tcp_if_large(std::vector<Hop> hops, std::size_t octets,
                                                          const Transports& transports) {
  if (octets <= largest_udp_request) return hops;
  std::vector<Hop> result;
  for (Hop& hop : hops) {
    const Hop by_tcp{Protocol::tcp, hop.remote};
    if (hop.protocol == Protocol::udp && transports.find(by_tcp) != nullptr)
      result.push_back(by_tcp);
    result.push_back(std::move(hop));
  }
  return result;
}

}  // namespace offhook::transport
