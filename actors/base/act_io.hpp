// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The door to CAF's distribution, for the fleet alone (docs/adr/0007). Link CAF::io where this is
// included.

#include <string>

#include <caf/io/middleman.hpp>

#include "actors/base/loop.hpp"
#include "actors/base/status.hpp"

namespace offhook::act {

/// To be called while the loop is made. A peer that says nothing for 3 s is asked, and after 10 s
/// is held for dead.
inline void load_middleman(caf::actor_system_config& config) {
  config.load<caf::io::middleman>();
  config.set("middleman.heartbeat-interval", caf::timespan{std::chrono::seconds(3)});
  config.set("middleman.connection-timeout", caf::timespan{std::chrono::seconds(10)});
}

/// Lets other processes reach `actor` at `port` of `address`; 0 takes a free one. The port that it
/// is. Whoever can connect can send: see docs/fleet.md.
template <class Handle>
absl::StatusOr<std::uint16_t> publish(Loop& loop, const Handle& actor, std::uint16_t port,
                                      const std::string& address) {
  const auto bound = loop.system().middleman().publish(actor, port, address.c_str());
  if (bound) return *bound;
  return unavailable("cannot listen on " + address + ":" + std::to_string(port) + ": " +
                     loop.system().render(bound.error()));
}

/// The actor that another process published. Waits for the connection: not from inside the loop.
template <class Handle>
absl::StatusOr<Handle> find_remote(Loop& loop, const std::string& host, std::uint16_t port) {
  auto found = loop.system().middleman().remote_actor<Handle>(host, port);
  if (found) return *found;
  return unavailable("no coordinator at " + host + ":" + std::to_string(port) + ": " +
                     loop.system().render(found.error()));
}

}  // namespace offhook::act
