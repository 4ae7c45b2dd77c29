// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

#include "actors/base/clock.hpp"
#include "actors/transport/network.hpp"

namespace offhook::transaction {

/// UDP loses and repeats; TCP and what builds on it does not (RFC 3261 §17).
enum class Reliability : std::uint8_t { unreliable, reliable };
[[nodiscard]] constexpr Reliability reliability_of(transport::Protocol protocol) {
  return is_reliable(protocol) ? Reliability::reliable : Reliability::unreliable;
}

/// The durations of RFC 3261 table 4 and RFC 6026 §8.7, by their letters.
struct TimerValues {
  Instant t1 = 500ms;  ///< round-trip time
  Instant t2 = 4s;     ///< longest retransmission interval but for INVITE
  Instant t4 = 5s;     ///< how long a message may stay in the network

  using enum Reliability;

  /// First intervals of the retransmissions; A doubles without bound, E and G up to T2.
  [[nodiscard]] constexpr Instant timer_a() const { return t1; }
  [[nodiscard]] constexpr Instant timer_e() const { return t1; }
  [[nodiscard]] constexpr Instant timer_g() const { return t1; }
  [[nodiscard]] constexpr Instant doubled(Instant interval) const { return 2 * interval; }
  [[nodiscard]] constexpr Instant doubled_to_t2(Instant interval) const {
    return std::min(2 * interval, t2);
  }

  /// How long an INVITE, another request, or the ACK is waited for.
  [[nodiscard]] constexpr Instant timer_b() const { return 64 * t1; }
  [[nodiscard]] constexpr Instant timer_f() const { return 64 * t1; }
  [[nodiscard]] constexpr Instant timer_h() const { return 64 * t1; }

  /// How long one hop of several may be silent: over UDP until the fourth transmission would be
  /// due; elsewhere as long as connecting may take.
  [[nodiscard]] constexpr Instant hop_limit(Reliability r) const {
    return r == reliable ? 16 * t1 : 7 * t1;
  }

  /// How long a finished transaction stays to absorb retransmissions.
  [[nodiscard]] constexpr Instant timer_d(Reliability r) const {
    return r == reliable ? Instant::zero() : std::max<Instant>(32s, 64 * t1);
  }
  [[nodiscard]] constexpr Instant timer_i(Reliability r) const {
    return r == reliable ? Instant::zero() : t4;
  }
  [[nodiscard]] constexpr Instant timer_j(Reliability r) const {
    return r == reliable ? Instant::zero() : 64 * t1;
  }
  [[nodiscard]] constexpr Instant timer_k(Reliability r) const {
    return r == reliable ? Instant::zero() : t4;
  }
  /// How long the 2xx of an INVITE may be repeated, whatever the transport (RFC 6026 §8.7).
  [[nodiscard]] constexpr Instant timer_l() const { return 64 * t1; }
  [[nodiscard]] constexpr Instant timer_m() const { return 64 * t1; }

  /// When an INVITE that its user has not answered gets a 100 (§17.2.1).
  [[nodiscard]] constexpr Instant trying() const { return 200ms; }
};

static_assert(TimerValues{}.timer_b() == 32s && TimerValues{}.timer_k(Reliability::reliable) == 0s);
static_assert(TimerValues{}.doubled_to_t2(3s) == 4s);

}  // namespace offhook::transaction
