// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "actors/base/clock.hpp"

namespace offhook::sim {

/// How the extra delay of a datagram is drawn. `uniform`: from 0 to `jitter`. `normal`: `jitter` is
/// the standard deviation around `delay`, and no datagram arrives before it was sent.
enum class JitterShape : std::uint8_t { uniform, normal };

/// The Gilbert-Elliott model: a link is in a good or a bad state and chance moves it with every
/// datagram. The mean share lost is bad_loss * p / (p + r), the mean length of a bad spell 1 / r.
struct BurstLoss {
  double p = 0;         ///< good to bad; 0: no bursts
  double r = 1;         ///< bad to good
  double bad_loss = 1;  ///< probability of loss in the bad state
};

/// Datagrams that come late, so that those sent after them arrive first.
struct Reordering {
  double share = 0;
  Instant extra{};  ///< how much later
};

/// Datagrams with octets turned into others on the way. UDP's checksum would drop most of them;
/// here they arrive.
struct Corruption {
  double share = 0;
  std::uint32_t octets = 1;  ///< how many of one datagram, at places of chance
};

/// What becomes of a datagram longer than the MTU. There are no fragments here: it arrives whole,
/// or not at all.
enum class Oversize : std::uint8_t { dropped, delivered };

/// The narrowest place of a link, with a queue before it; what finds the queue full is dropped.
struct Bandwidth {
  std::uint64_t octets_per_second = 0;  ///< of IP packets; 0: as many as come
  Instant longest_queue = 200ms;        ///< waiting time at which the tail is dropped
};

/// What happens to datagrams on the way from one address to another; shares and probabilities from
/// 0 to 1.
struct LinkPath {
  Instant delay{};   ///< of every datagram
  Instant jitter{};  ///< more, drawn for each: they may overtake each other
  JitterShape jitter_shape = JitterShape::uniform;
  double loss = 0;
  BurstLoss bursts{};
  double duplication = 0;  ///< that a second copy arrives, delayed on its own
  Reordering reordering{};
  Corruption corruption{};
  std::size_t mtu = 0;  ///< octets of the IP packet; 0: no limit
  Oversize oversize = Oversize::dropped;
  Bandwidth bandwidth{};
};

}  // namespace offhook::sim
