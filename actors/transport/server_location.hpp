// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <vector>

#include "actors/base/random_source.hpp"
#include "actors/base/status.hpp"
#include "actors/sip/uri.hpp"
#include "actors/transport/dns_answer.hpp"
#include "actors/transport/network.hpp"

namespace offhook::transport {

/// One way of ours to send: a protocol over an address family.
struct Spoken {
  Protocol protocol = Protocol::udp;
  bool is_v6 = false;
  friend bool operator==(const Spoken&, const Spoken&) = default;
};

/// What has been asked already; null if it has not.
using KnownAnswers = std::function<const DnsAnswer*(const DnsQuestion&)>;

/// How far the answers that are known lead.
struct Location {
  std::vector<DnsQuestion> missing;  ///< to be asked before there is a result; else empty
  /// Best first, never empty. NotFound: no address. Unimplemented: a scheme or transport that we do
  /// not speak. Unavailable: the name servers fail.
  absl::StatusOr<std::vector<Hop>> hops = not_found("nothing was asked yet");
  /// How long the names on the way hold; a day where none was asked.
  std::chrono::seconds ttl = DnsLimits::ttl;
};

/// Where requests for `uri` go, RFC 3263 §4: NAPTR, SRV, A and AAAA as far as the URI leaves them
/// open. Call it, ask what is missing, call it again; after at most `max_location_rounds` calls
/// nothing is missing. `spoken` in order of preference. `seed` decides between equals by their
/// weight, and stays the same for all calls of one request.
[[nodiscard]] Location locate(const sip::Uri& uri, std::span<const Spoken> spoken,
                              const KnownAnswers& known, std::uint64_t seed);

/// NAPTR, SRV and addresses, each with as many aliases as we follow.
inline constexpr std::size_t max_location_rounds = 3 * (DnsLimits::alias_chain + 1) + 1;
/// Tries of one request; more would outlive the caller's patience.
inline constexpr std::size_t max_hops = 16;

/// The order in which the targets of one SRV record set are tried: by priority, and among equals by
/// weighted chance (RFC 2782).
[[nodiscard]] std::vector<SrvRecord> order_services(std::vector<SrvRecord> services,
                                                    RandomSource& random);

}  // namespace offhook::transport
