// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/wire_form.hpp"

namespace offhook::sim::fleet {
namespace {

HistogramOnWire to_wire(const Histogram& histogram) {
  HistogramOnWire out;
  for (const auto& [bucket, times] : histogram.buckets()) {
    out.buckets.push_back(bucket);
    out.times.push_back(times);
  }
  out.least = histogram.least().count();
  out.most = histogram.most().count();
  return out;
}

Histogram from_wire(const HistogramOnWire& histogram) {
  Histogram::Buckets buckets;
  for (std::size_t i = 0; i < std::min(histogram.buckets.size(), histogram.times.size()); ++i)
    buckets[histogram.buckets[i]] += histogram.times[i];
  // clamp() wants them in order.
  const auto least = std::min(histogram.least, histogram.most);
  return {std::move(buckets), Histogram::Span{least}, Histogram::Span{histogram.most}};
}

}  // namespace

StatisticsOnWire to_wire(const Statistics& s) {
  StatisticsOnWire out;
  out.phones_started = s.phones_started;
  out.phones_registered = s.phones_registered;
  out.calls_placed = s.calls_placed;
  out.calls_completed = s.calls_completed;
  out.calls_failed = s.calls_failed;
  out.messages_sent = s.messages_sent;
  out.messages_received = s.messages_received;
  out.call_time_ns = s.call_time.count();
  out.failures = s.failures;
  out.sent_again = s.sent_again;
  for (const auto* each :
       {&s.registration, &s.ringing, &s.answered, &s.set_up, &s.goodbye, &s.late})
    out.histograms.push_back(to_wire(*each));
  return out;
}

Statistics from_wire(const StatisticsOnWire& in) {
  Statistics s;
  s.phones_started = in.phones_started;
  s.phones_registered = in.phones_registered;
  s.calls_placed = in.calls_placed;
  s.calls_completed = in.calls_completed;
  s.calls_failed = in.calls_failed;
  s.messages_sent = in.messages_sent;
  s.messages_received = in.messages_received;
  s.call_time = Instant{in.call_time_ns};
  s.failures = in.failures;
  s.sent_again = in.sent_again;
  std::size_t at = 0;
  for (auto* each : {&s.registration, &s.ringing, &s.answered, &s.set_up, &s.goodbye, &s.late})
    if (at < in.histograms.size()) *each = from_wire(in.histograms[at++]);
  return s;
}

BeginShare to_wire(const Plan& plan, const std::vector<User>& users) {
  BeginShare share;
  share.phones = plan.phones;
  share.calls_per_second = plan.calls_per_second;
  share.registers_per_second = plan.registers_per_second;
  share.hold_ms = plan.hold.count();
  share.duration_ms = plan.duration.count();
  share.ring_ms = plan.ring.count();
  for (const auto& user : users) {
    share.users.push_back(user.name);
    share.passwords.push_back(user.password);
  }
  return share;
}

Plan plan_of(const BeginShare& share) {
  Plan plan;
  plan.phones = share.phones;
  plan.calls_per_second = share.calls_per_second;
  plan.registers_per_second = share.registers_per_second;
  plan.hold = std::chrono::milliseconds{share.hold_ms};
  plan.duration = std::chrono::milliseconds{share.duration_ms};
  plan.ring = std::chrono::milliseconds{share.ring_ms};
  return plan;
}

std::vector<User> users_of(const BeginShare& share) {
  std::vector<User> users;
  for (std::size_t i = 0; i < std::min(share.users.size(), share.passwords.size()); ++i)
    users.push_back({share.users[i], share.passwords[i]});
  return users;
}

}  // namespace offhook::sim::fleet
