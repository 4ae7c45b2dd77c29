// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/base/random_source.hpp"
#include "actors/base/status.hpp"
#include "actors/transport/listen_plan.hpp"
#include "actors/transport/network.hpp"
#include "actors/transport/stream_network.hpp"
#include "actors/transport/transports.hpp"

namespace offhook::transport {

/// Where sockets come from; borrowed. A null network speaks none of its kind.
struct Networks {
  Network& datagrams;
  StreamNetwork* tcp = nullptr;
  StreamNetwork* tls = nullptr;
  StreamNetwork* ws = nullptr;
  StreamNetwork* wss = nullptr;
};

/// Starts all transports of a phone. What has no place of its own in `plan` only connects, and
/// calls itself by the address of `plan.sip`. The error names address and reason; nothing then
/// stays behind. Networks and `random` outlive the transports.
[[nodiscard]] absl::StatusOr<Transports> start_transports(caf::actor_system& system,
                                                          const Networks& networks,
                                                          const ListenPlan& plan,
                                                          RandomSource& random);

}  // namespace offhook::transport
