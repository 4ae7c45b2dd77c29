// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/partitions.hpp"

#include <algorithm>

namespace offhook::sim {

void Partitions::isolate(const IpAddress& address, bool is_cut) {
  if (is_cut)
    isolated_.insert(address);
  else
    isolated_.erase(address);
}

void Partitions::block(Hosts one, Hosts other) {
  blocked_.emplace_back(std::move(one), std::move(other));
}

void Partitions::split(const Hosts& one, const Hosts& other) {
  block(one, other);
  block(other, one);
}

void Partitions::join(const Hosts& one, const Hosts& other) {
  std::erase(blocked_, std::pair(one, other));
  std::erase(blocked_, std::pair(other, one));
}

void Partitions::heal() {
  isolated_.clear();
  blocked_.clear();
}

bool Partitions::is_cut(const IpAddress& from, const IpAddress& to) const {
  if (isolated_.contains(from) || isolated_.contains(to)) return true;
  return std::any_of(blocked_.begin(), blocked_.end(), [&](const auto& pair) {
    return pair.first.contains(from) && pair.second.contains(to);
  });
}

}  // namespace offhook::sim
