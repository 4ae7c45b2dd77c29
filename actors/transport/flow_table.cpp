// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/flow_table.hpp"

#include <algorithm>
#include <utility>

namespace offhook::transport {

Flow& FlowTable::add(const Hop& hop, bool is_accepted,
                     std::shared_ptr<StreamConnection> connection) {
  Flow& flow = flows_[++last_number_];
  flow.number = last_number_;
  flow.hop = hop;
  flow.is_accepted = is_accepted;
  flow.connection = std::move(connection);
  touch(flow);
  by_hop_[key_of(hop)] = flow.number;
  return flow;
}

Flow* FlowTable::find(std::uint64_t number) {
  const auto found = flows_.find(number);
  return found == flows_.end() ? nullptr : &found->second;
}

Flow* FlowTable::find(const Hop& hop) {
  const auto found = by_hop_.find(key_of(hop));
  return found == by_hop_.end() ? nullptr : find(found->second);
}

void FlowTable::retire(Flow& flow) {
  flow.is_usable = false;
  for (Timer* timer : {&flow.ping, &flow.pong, &flow.message}) timer->cancel();
  const auto found = by_hop_.find(key_of(flow.hop));
  if (found != by_hop_.end() && found->second == flow.number) by_hop_.erase(found);
}

void FlowTable::erase(std::uint64_t number) {
  if (Flow* flow = find(number)) retire(*flow);
  flows_.erase(number);
}

void FlowTable::clear() {
  by_hop_.clear();
  flows_.clear();
}

bool FlowTable::has_room_for_peer(const IpAddress& address) const {
  std::size_t accepted = 0, of_peer = 0;
  for (const auto& [number, flow] : flows_) {
    if (!flow.is_accepted) continue;
    ++accepted;
    if (flow.hop.remote.address == address) ++of_peer;
  }
  return accepted < limits_.accepted && of_peer < limits_.per_peer;
}

Flow* FlowTable::to_give_way() {
  Flow* least = nullptr;
  std::size_t opened = 0;
  for (auto& [number, flow] : flows_) {
    if (flow.is_accepted || !flow.is_usable) continue;
    ++opened;
    if (least == nullptr || flow.last_used < least->last_used) least = &flow;
  }
  return opened < limits_.opened ? nullptr : least;
}

}  // namespace offhook::transport
