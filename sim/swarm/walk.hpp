// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"
#include "sim/swarm/step.hpp"

namespace offhook::sim::swarm {

/// A phone of a walk, and what its phone.toml says.
struct CastPhone {
  std::string name;
  std::string settings;  ///< text of phone.toml
};

/// The registrar and proxy, "proxy" in the steps.
struct CastServer {
  bool record_route = true;
  bool asks_callers = false;  ///< 407 at the first INVITE
  std::chrono::seconds min_expires{60};
  std::chrono::seconds max_expires{7200};
};

/// A random life of several phones: who is there and what happens when. A pure function of the
/// seed, or read from a file that says everything.
struct Walk {
  std::uint64_t seed = 1;
  std::chrono::seconds length{600};
  CastServer server;
  std::vector<CastPhone> phones;
  std::vector<Step> steps;  ///< in order of time
};

/// Nothing happens before: the phones register, and are counted.
inline constexpr Instant quiet_start = std::chrono::seconds{10};

/// The walk of that seed.
[[nodiscard]] Walk make_walk(std::uint64_t seed, std::chrono::seconds length);

/// As a file that `read_walk` reads.
[[nodiscard]] std::string to_text(const Walk& walk);
/// InvalidArgument "FILE:LINE: …".
[[nodiscard]] absl::StatusOr<Walk> read_walk(std::string_view text, const std::string& file);

/// Where the proxy is, in every walk: World::address(0) of a virtual world.
inline constexpr std::string_view proxy_address = "192.0.2.10:5060";

}  // namespace offhook::sim::swarm
