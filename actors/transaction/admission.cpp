// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/admission.hpp"

#include <algorithm>

namespace offhook::transaction {

void Admission::learn_server(const IpAddress& address) {
  if (learned_.size() < most_servers) learned_.insert(address);
}

bool Admission::is_server(const IpAddress& address) const {
  return learned_.contains(address) ||
         std::find(rules_.servers.begin(), rules_.servers.end(), address) != rules_.servers.end();
}

Admittance Admission::judge(const IpAddress& source, Instant now) {
  if (is_server(source)) return Admittance::admit;
  if (rules_.servers_only) {
    ++counters_.untrusted_dropped;
    return Admittance::drop;
  }
  if (rules_.requests_per_second == 0) return Admittance::admit;
  if (const auto second = now / 1s; second != second_) {
    second_ = second;
    requests_.clear();
    others_ = 0;
  }
  const bool counted = requests_.contains(source) || requests_.size() < most_sources;
  const auto count = ++(counted ? requests_[source] : others_);
  if (count <= rules_.requests_per_second) return Admittance::admit;
  if (count > rules_.requests_per_second + refusals_per_second) {
    ++counters_.flood_dropped;
    return Admittance::drop;
  }
  ++counters_.flood_refused;
  return Admittance::refuse;
}

}  // namespace offhook::transaction
