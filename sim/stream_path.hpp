// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "actors/base/clock.hpp"

namespace offhook::sim {

/// How the far side takes an attempt to connect: as it is (whoever listens answers), by refusing
/// it, or not at all.
enum class Opening : std::uint8_t { answered, refused, silent };

/// Where a connection breaks in one direction. What came before still arrives.
struct StreamReset {
  std::uint64_t octets = 0;  ///< after so many; 0: never
  bool by_chance = false;    ///< after 1 to `octets`, drawn for each connection
};

/// What happens to octets from one host to another.
struct StreamPath {
  Instant delay{};                ///< one way
  std::size_t largest_piece = 0;  ///< they arrive in pieces of 1 to so many; 0: as they were sent
  Instant jitter{};               ///< more, drawn for each piece; none overtakes another
  StreamReset reset{};
  Opening opening = Opening::answered;
};

/// How a host that vanished takes what still comes on connections it had. RFC 9293 §3.5.1: one that
/// is back knows nothing of them, and resets them.
enum class HalfOpen : std::uint8_t { silent, resets };

}  // namespace offhook::sim
