// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/nat_boxes.hpp"

#include "actors/base/status.hpp"

namespace offhook::sim {

std::shared_ptr<NatTable> NatBoxes::add(NatPolicy policy, Hosts inside) {
  for (const auto& host : inside) OFFHOOK_CHECK(box_of(host) == nullptr);
  return boxes_.emplace_back(std::move(inside), std::make_shared<NatTable>(policy)).second;
}

NatTable* NatBoxes::box_of(const IpAddress& inside) const {
  for (const auto& [hosts, table] : boxes_)
    if (hosts.contains(inside)) return table.get();
  return nullptr;
}

std::optional<Endpoint> NatBoxes::departs(const Endpoint& from, const Endpoint& to,
                                          Instant now) const {
  NatTable* const own = box_of(from.address);
  NatTable* const theirs = box_of(to.address);
  if (own == theirs) return from;  // both public, or neighbours behind one box
  if (theirs != nullptr) return std::nullopt;
  if (to.address == own->policy().outside && !own->policy().hairpins) return std::nullopt;
  return own->outbound(from, to, now);
}

std::optional<Endpoint> NatBoxes::arrives(const Endpoint& from, const Endpoint& to,
                                          Instant now) const {
  for (const auto& [hosts, table] : boxes_)
    if (table->policy().outside == to.address) return table->inbound(to, from, now);
  return to;
}

}  // namespace offhook::sim
