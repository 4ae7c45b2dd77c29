// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/statistics.hpp"

#include <algorithm>

namespace offhook::sim::fleet {
namespace {

void add(Histogram& histogram, const std::optional<Instant>& span) {
  if (span) histogram.add(std::chrono::duration_cast<Histogram::Span>(*span));
}

void merge(Statistics::Counts& into, const Statistics::Counts& more) {
  for (const auto& [what, times] : more) into[what] += times;
}

}  // namespace

void Statistics::add(const CallRecord& call) {
  fleet::add(ringing, call.ringing);
  fleet::add(answered, call.answered);
  fleet::add(set_up, call.set_up);
  fleet::add(goodbye, call.goodbye);
  fleet::add(late, call.late);
  if (call.failure.empty()) {
    ++calls_completed;
  } else {
    ++calls_failed;
    ++failures[call.failure];
  }
}

void Statistics::merge(const Statistics& other) {
  phones_started += other.phones_started;
  phones_registered += other.phones_registered;
  calls_placed += other.calls_placed;
  calls_completed += other.calls_completed;
  calls_failed += other.calls_failed;
  fleet::merge(failures, other.failures);
  messages_sent += other.messages_sent;
  messages_received += other.messages_received;
  fleet::merge(sent_again, other.sent_again);
  call_time = std::max(call_time, other.call_time);
  registration.merge(other.registration);
  ringing.merge(other.ringing);
  answered.merge(other.answered);
  set_up.merge(other.set_up);
  goodbye.merge(other.goodbye);
  late.merge(other.late);
}

}  // namespace offhook::sim::fleet
