// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "actors/base/clock.hpp"
#include "sim/fleet/histogram.hpp"

namespace offhook::sim::fleet {

/// One call of the fleet, from the order to dial to the last word. Spans count from the INVITE
/// unless something else is said.
struct CallRecord {
  Instant at{};  ///< the order, since the first call was due
  std::string caller, callee;
  Instant late{};                   ///< the order came so much after its time
  std::optional<Instant> ringing;   ///< to the 180
  std::optional<Instant> answered;  ///< to the 200
  std::optional<Instant> set_up;    ///< from the order until both phones had the call up
  std::optional<Instant> goodbye;   ///< from the order to hang up to the answer to the BYE
  std::string failure;              ///< why it is no success; "" for one that is
};

/// What has come of it so far. Two of them add up.
struct Statistics {
  using Counts = std::map<std::string, std::uint64_t>;

  std::uint64_t phones_started = 0;
  std::uint64_t phones_registered = 0;
  std::uint64_t calls_placed = 0;
  std::uint64_t calls_completed = 0;
  std::uint64_t calls_failed = 0;
  Counts failures;  ///< by cause: calls and registrations
  std::uint64_t messages_sent = 0;
  std::uint64_t messages_received = 0;
  Counts sent_again;    ///< what was retransmitted: "INVITE", "200 to INVITE"
  Instant call_time{};  ///< during which calls were begun
  Histogram registration, ringing, answered, set_up, goodbye, late;

  /// A call is over.
  void add(const CallRecord& call);
  void merge(const Statistics& other);
  [[nodiscard]] bool has_failures() const { return !failures.empty(); }
};

}  // namespace offhook::sim::fleet
