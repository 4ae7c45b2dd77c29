// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What coordinator and workers of a fleet say to each other. These messages leave the process:
// plain numbers, texts and lists. Both sides must be the same version of offhook.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "actors/base/act_wire.hpp"

namespace offhook::sim::fleet {

/// Spans in microseconds.
struct HistogramOnWire {
  std::vector<std::uint32_t> buckets;
  std::vector<std::uint64_t> times;  ///< as many
  std::int64_t least = 0, most = 0;
  OFFHOOK_WRITTEN(HistogramOnWire, (buckets)(times)(least)(most))
};

struct StatisticsOnWire {
  std::uint64_t phones_started = 0, phones_registered = 0;
  std::uint64_t calls_placed = 0, calls_completed = 0, calls_failed = 0;
  std::uint64_t messages_sent = 0, messages_received = 0;
  std::int64_t call_time_ns = 0;
  std::map<std::string, std::uint64_t> failures, sent_again;
  std::vector<HistogramOnWire> histograms;
  OFFHOOK_WRITTEN(
      StatisticsOnWire,
      (phones_started)(phones_registered)(calls_placed)(calls_completed)(calls_failed)(messages_sent)(messages_received)(call_time_ns)(failures)(sent_again)(histograms))
};

/// A worker's first word.
struct JoinFleet {
  std::string version;  ///< of offhook: must be that of the coordinator
  std::string number;   ///< random, see handshake.hpp
  OFFHOOK_WRITTEN(JoinFleet, (version)(number))
};
struct Challenge {
  std::string refusal;  ///< not empty: go away, and why
  std::string number;   ///< random
  std::string proof;    ///< that the coordinator has the token
  OFFHOOK_WRITTEN(Challenge, (refusal)(number)(proof))
};

/// A part of the work.
struct BeginShare {
  std::uint64_t phones = 0;
  double calls_per_second = 0, registers_per_second = 0;
  std::int64_t hold_ms = 0, duration_ms = 0, ring_ms = 0;
  std::vector<std::string> users, passwords;  ///< as many as phones
  std::string server, domain;
  bool sound = false;
  bool wants_calls = false;  ///< a line of CSV for each call
  OFFHOOK_WRITTEN(
      BeginShare,
      (phones)(calls_per_second)(registers_per_second)(hold_ms)(duration_ms)(ring_ms)(users)(passwords)(server)(domain)(sound)(wants_calls))
};
struct EndShare {
  bool hang_up = true;
  OFFHOOK_WRITTEN(EndShare, (hang_up))
};
struct ShareRate {
  double calls_per_second = 0;
  OFFHOOK_WRITTEN(ShareRate, (calls_per_second))
};

/// All so far, every second and at the end.
struct ShareReport {
  std::uint8_t phase = 0;  ///< Phase
  std::uint64_t calls_up = 0;
  StatisticsOnWire statistics;
  std::vector<std::string> calls;  ///< CSV of those that are over since the last report
  bool over = false;
  std::uint8_t outcome = 0;  ///< Outcome, once it is over
  std::string why;
  OFFHOOK_WRITTEN(ShareReport, (phase)(calls_up)(statistics)(calls)(over)(outcome)(why))
};

/// A worker, as its coordinator sees it.
using Worker = act::ref<act::result<void>(BeginShare), act::result<void>(EndShare),
                        act::result<void>(ShareRate)>;

/// The answer to a challenge: from now on orders may come.
struct ProveWorker {
  Worker worker;
  std::string name;   ///< "host:pid", for people
  std::string proof;  ///< that it has the token
  OFFHOOK_WRITTEN(ProveWorker, (worker)(name)(proof))
};
struct Admission {
  std::string refusal;  ///< empty: welcome
  OFFHOOK_WRITTEN(Admission, (refusal))
};

using Coordinator = act::ref<act::result<Challenge>(JoinFleet), act::result<Admission>(ProveWorker),
                             act::result<void>(ShareReport)>;

}  // namespace offhook::sim::fleet

OFFHOOK_WIRE_MESSAGES(fleet,
                      (offhook::sim::fleet::HistogramOnWire)(offhook::sim::fleet::StatisticsOnWire)(
                          offhook::sim::fleet::JoinFleet)(offhook::sim::fleet::Challenge)(
                          offhook::sim::fleet::BeginShare)(offhook::sim::fleet::EndShare)(
                          offhook::sim::fleet::ShareRate)(offhook::sim::fleet::ShareReport)(
                          offhook::sim::fleet::ProveWorker)(offhook::sim::fleet::Admission))
