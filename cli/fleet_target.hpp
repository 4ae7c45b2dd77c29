// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"

namespace offhook::cli {

/// The server that a fleet works against.
struct FleetTarget {
  std::string uri;     ///< "sip:192.0.2.1:5060"
  std::string domain;  ///< of the addresses of record: the host as it was written
  Endpoint endpoint;
};

/// Reads "sip:HOST[:PORT]" and looks the host up. InvalidArgument for anything else, for users and
/// for other transports than UDP; NotFound for a name without an address.
[[nodiscard]] absl::StatusOr<FleetTarget> find_target(const std::string& against);

/// The address of this machine that packets to `endpoint` leave from; Unavailable without a way.
[[nodiscard]] absl::StatusOr<IpAddress> address_towards(const Endpoint& endpoint);

/// As many open files as the system allows: each phone has a socket.
void allow_many_files();

}  // namespace offhook::cli
