// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/links.hpp"

namespace offhook::sim::scenario {
namespace {

constexpr LinkPath usual_path{.delay = usual_delay};
constexpr Instant held_back = 45ms;  // behind two more RTP packets of 20 ms

/// Everybody on the stage.
std::vector<IpAddress> everybody(const Stage& stage) {
  std::vector<IpAddress> all;
  for (const auto& phone : stage.phones()) all.push_back(phone->address());
  for (const auto& server : stage.servers()) all.push_back(server->local().address);
  return all;
}

}  // namespace

void Links::change(const IpAddress& from, const IpAddress& to, const Disturb& disturb) {
  LinkPath& link = links_.try_emplace({from, to}, usual_path).first->second;
  switch (disturb.kind) {
    case Disturbance::loss:
      link.loss = disturb.share;
      break;
    case Disturbance::duplicate:
      link.duplication = disturb.share;
      break;
    case Disturbance::reorder:
      link.reordering = {disturb.share, held_back};
      break;
    case Disturbance::jitter:
      link.jitter = disturb.span;
      break;
    case Disturbance::delay:
      link.delay = disturb.span;
      break;
  }
  network_.set_link(from, to, link);
}

void Links::disturb(const Disturb& disturb) {
  if (disturb.way.from == "all") {
    for (const auto& from : everybody(stage_))
      for (const auto& to : everybody(stage_))
        if (from != to) change(from, to, disturb);
    return;
  }
  const auto from = stage_.address_of(disturb.way.from), to = stage_.address_of(disturb.way.to);
  if (!from || !to) return;
  change(*from, *to, disturb);
  if (disturb.way.both) change(*to, *from, disturb);
}

void Links::partition(const std::string& who) {
  const auto address = stage_.address_of(who);
  if (!address) return;
  network_.partition(*address);
  cut_.insert(who);
}

void Links::heal(const std::string& who) {
  const auto mend = [this](const std::string& name) {
    if (const auto address = stage_.address_of(name)) network_.partition(*address, false);
  };
  const auto address = stage_.address_of(who);
  if (who == "all") {
    for (const auto& each : cut_) mend(each);
    cut_.clear();
  } else {
    mend(who);
    cut_.erase(who);
  }
  for (auto link = links_.begin(); link != links_.end();) {
    const auto& [from, to] = link->first;
    if (who != "all" && address != from && address != to) {
      ++link;
      continue;
    }
    network_.set_link(from, to, usual_path);
    link = links_.erase(link);
  }
}

}  // namespace offhook::sim::scenario
