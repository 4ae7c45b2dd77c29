// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/endpoint.hpp"

namespace offhook::transaction {

/// Who may begin something with us.
struct AdmissionRules {
  /// Requests outside our dialogs are taken from our servers alone; all others meet silence, so
  /// that a scan finds nothing and no ghost call rings.
  bool servers_only = false;
  std::vector<IpAddress> servers{};  ///< besides those we learn
  /// New requests outside our dialogs from one source that is no server; 0 sets no limit.
  std::uint32_t requests_per_second = 0;
};

struct AdmissionCounters {
  std::uint64_t untrusted_dropped = 0;  ///< met silence by `servers_only`
  std::uint64_t flood_refused = 0;      ///< above the rate: 503
  std::uint64_t flood_dropped = 0;      ///< far above it: silence
};

enum class Admittance : std::uint8_t { admit, refuse, drop };

/// Judges the sources of requests that belong to no dialog of ours. Our servers are where our
/// REGISTERs go: whoever can answer those can call us anyway.
class Admission {
 public:
  static constexpr std::size_t most_servers = 64;
  /// Sources counted one by one in a second; those that come later in it share one count.
  static constexpr std::size_t most_sources = 1024;
  /// How many of the requests above the rate are told why.
  static constexpr std::uint32_t refusals_per_second = 10;

  void set_rules(AdmissionRules rules) { rules_ = std::move(rules); }
  void learn_server(const IpAddress& address);
  [[nodiscard]] bool is_server(const IpAddress& address) const;

  Admittance judge(const IpAddress& source, Instant now);
  [[nodiscard]] const AdmissionCounters& counters() const { return counters_; }

 private:
  AdmissionRules rules_;
  std::set<IpAddress> learned_;
  std::int64_t second_ = -1;
  std::map<IpAddress, std::uint32_t> requests_;  ///< in that second
  std::uint32_t others_ = 0;
  AdmissionCounters counters_;
};

}  // namespace offhook::transaction
