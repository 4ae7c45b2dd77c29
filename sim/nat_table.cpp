// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/nat_table.hpp"

#include <algorithm>

namespace offhook::sim {

std::optional<Endpoint> NatTable::outbound(const Endpoint& inside, const Endpoint& to,
                                           Instant now) {
  Mapping* mapping = find(inside, to, now);
  if (mapping == nullptr) {
    const auto port = free_port(now);
    if (!port) return std::nullopt;
    mapping = &mappings_[*port];
    *mapping = {{inside, {policy_.outside, *port}, to, now}, {}};
  }
  mapping->binding.to = to;
  mapping->binding.used = now;  // RFC 4787 §4.3: outbound refresh must be there
  auto& permissions = mapping->sent_to;
  permissions[to] = now;
  if (permissions.size() > max_permissions)
    permissions.erase(std::min_element(
        permissions.begin(), permissions.end(),
        [](const auto& one, const auto& other) { return one.second < other.second; }));
  return mapping->binding.outside;
}

std::optional<Endpoint> NatTable::inbound(const Endpoint& outside, const Endpoint& from,
                                          Instant now) {
  const auto found = mappings_.find(outside.port);
  if (outside.address != policy_.outside || found == mappings_.end() ||
      has_ended(found->second, now) || !lets_in(found->second, from, now))
    return std::nullopt;
  if (policy_.inbound_refreshes) found->second.binding.used = now;
  return found->second.binding.inside;
}

NatTable::Mapping* NatTable::find(const Endpoint& inside, const Endpoint& to, Instant now) {
  for (auto& [port, mapping] : mappings_)
    if (mapping.binding.inside == inside && !has_ended(mapping, now) &&
        (policy_.kind != NatKind::symmetric || mapping.binding.to == to))
      return &mapping;
  return nullptr;
}

bool NatTable::has_ended(const Mapping& mapping, Instant now) const {
  return now - mapping.binding.used > policy_.time_out;
}

bool NatTable::lets_in(const Mapping& mapping, const Endpoint& from, Instant now) const {
  const auto is_open_to = [&](const auto& matches) {
    return std::any_of(mapping.sent_to.begin(), mapping.sent_to.end(), [&](const auto& sent) {
      return matches(sent.first) &&
             (policy_.inbound_refreshes || now - sent.second <= policy_.time_out);
    });
  };
  switch (policy_.kind) {
    case NatKind::full_cone:
      return true;
    case NatKind::restricted_cone:
      return is_open_to([&](const Endpoint& to) { return to.address == from.address; });
    case NatKind::port_restricted_cone:
    case NatKind::symmetric:
      return is_open_to([&](const Endpoint& to) { return to == from; });
  }
  return false;
}

std::optional<std::uint16_t> NatTable::free_port(Instant now) {
  std::erase_if(mappings_, [&](const auto& entry) { return has_ended(entry.second, now); });
  if (mappings_.size() >= max_mappings) return std::nullopt;
  do {
    last_port_ = last_port_ < policy_.first_port || last_port_ == 65535
                     ? policy_.first_port
                     : static_cast<std::uint16_t>(last_port_ + 1);
  } while (mappings_.contains(last_port_));
  return last_port_;
}

std::vector<NatBinding> NatTable::bindings(Instant now) const {
  std::vector<NatBinding> all;
  for (const auto& [port, mapping] : mappings_)
    if (!has_ended(mapping, now)) all.push_back(mapping.binding);
  return all;
}

void NatTable::reboot() { mappings_.clear(); }

}  // namespace offhook::sim
