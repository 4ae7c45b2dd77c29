// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "actors/transport/dns.hpp"

namespace offhook::transport {

/// What a reply may cost. A reply can hold thousands of records; nobody needs more servers.
struct DnsLimits {
  static constexpr std::size_t records = 64;     ///< kept of one answer
  static constexpr std::size_t alias_chain = 8;  ///< CNAME after CNAME, over all replies
  static constexpr std::chrono::seconds ttl{86'400};
  static constexpr std::chrono::seconds negative_ttl{300};
  static constexpr std::chrono::seconds unsaid_negative_ttl{60};
};

/// What a reply says about its question: the records of that type at the end of the CNAME chain.
struct DnsAnswer {
  DnsOutcome outcome = DnsOutcome::nothing;
  std::vector<IpAddress> addresses{};
  std::vector<SrvRecord> services{};
  std::vector<NaptrRecord> pointers{};
  /// The chain ends at a name that the reply says nothing about: ask for that one.
  std::string alias{};
  std::chrono::seconds ttl{0};  ///< the shortest on the way (RFC 2181 §5.2); 0 is not to be kept
};

/// Reads a reply: follows CNAMEs, drops what was not asked for, and keeps to the limits. A chain
/// that is a circle or too long is `server_failed`.
[[nodiscard]] DnsAnswer read_reply(const DnsQuestion& question, const DnsReply& reply);

}  // namespace offhook::transport
