// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "actors/base/endpoint.hpp"

namespace offhook::sim {

using Hosts = std::set<IpAddress>;

/// Who cannot reach whom. Nobody is told; a datagram network loses what is sent, a stream network
/// keeps it until the way is open again.
class Partitions {
 public:
  /// A cable pulled out, a server that died: nothing reaches or leaves the address.
  void isolate(const IpAddress& address, bool is_cut = true);
  /// Nothing goes from `one` to `other`; both ways with `split`.
  void block(Hosts one, Hosts other);
  void split(const Hosts& one, const Hosts& other);
  /// Undoes a `split` or `block` of the same sets.
  void join(const Hosts& one, const Hosts& other);
  void heal();  ///< undoes everything

  [[nodiscard]] bool is_cut(const IpAddress& from, const IpAddress& to) const;

 private:
  Hosts isolated_;
  std::vector<std::pair<Hosts, Hosts>> blocked_;  ///< from, to
};

}  // namespace offhook::sim
