// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <map>

#include "actors/base/clock.hpp"
#include "actors/transport/dns_answer.hpp"

namespace offhook::transport {

/// Answers for as long as they hold, negative ones too (RFC 2308), and old ones while the name
/// servers are dead (RFC 8767).
class DnsCache {
 public:
  static constexpr std::size_t capacity = 1024;
  /// How long an answer may still be used after its time while the servers do not answer.
  static constexpr Instant stale_for = 24h;
  /// How long a stale answer stands in before the servers are asked again (RFC 8767 §5).
  static constexpr Instant stale_pause = 30s;
  /// A failure is remembered just long enough for the requests of one moment (RFC 2308 §7).
  static constexpr Instant failure_for = 1s;

  /// Null if it must be asked.
  [[nodiscard]] const DnsAnswer* find(const DnsQuestion& question, Instant now) const;

  /// Keeps what was answered. The result is what to use: the answer itself, or the last good one
  /// if this is a failure and there was one.
  const DnsAnswer& put(const DnsQuestion& question, DnsAnswer answer, Instant now);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    DnsAnswer answer;
    Instant fresh_until{};
    Instant good_until{};  ///< as a stand-in; zero for a failure
  };
  void make_room(Instant now);

  std::map<DnsQuestion, Entry> entries_;
};

}  // namespace offhook::transport
