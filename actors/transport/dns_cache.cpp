// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/dns_cache.hpp"

#include <algorithm>

namespace offhook::transport {
namespace {

bool is_failure(const DnsAnswer& answer) {
  return answer.outcome == DnsOutcome::server_failed || answer.outcome == DnsOutcome::no_reply;
}

}  // namespace

const DnsAnswer* DnsCache::find(const DnsQuestion& question, Instant now) const {
  const auto found = entries_.find(question);
  return found != entries_.end() && now < found->second.fresh_until ? &found->second.answer
                                                                    : nullptr;
}

const DnsAnswer& DnsCache::put(const DnsQuestion& question, DnsAnswer answer, Instant now) {
  const auto found = entries_.find(question);
  if (is_failure(answer) && found != entries_.end() && now < found->second.good_until) {
    found->second.fresh_until = now + stale_pause;
    return found->second.answer;
  }
  if (found == entries_.end() && entries_.size() >= capacity) make_room(now);
  Entry& entry = entries_[question];
  const bool failed = is_failure(answer);
  entry.fresh_until = now + (failed ? failure_for : Instant(answer.ttl));
  entry.good_until = failed ? Instant{} : entry.fresh_until + stale_for;
  entry.answer = std::move(answer);
  return entry.answer;
}

/// The entry that is over first goes: no name can push out all others by its time to live, which is
/// capped.
void DnsCache::make_room(Instant now) {
  std::erase_if(entries_, [&](const auto& e) {
    return e.second.fresh_until <= now && e.second.good_until <= now;
  });
  if (entries_.size() < capacity) return;
  entries_.erase(std::min_element(
      entries_.begin(), entries_.end(),
      [](const auto& a, const auto& b) { return a.second.fresh_until < b.second.fresh_until; }));
}

}  // namespace offhook::transport
