// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <utility>

#include "sim/scenario/step.hpp"
#include "sim/stage.hpp"
#include "sim/virtual_network.hpp"

namespace offhook::sim::scenario {

/// What a script does to the virtual network of a stage. Disturbances of one way add up, the later
/// of one kind holds.
class Links {
 public:
  Links(Stage& stage, VirtualNetwork& network) : stage_(stage), network_(network) {}

  void disturb(const Disturb& disturb);
  void partition(const std::string& who);
  void heal(const std::string& who);

 private:
  void change(const IpAddress& from, const IpAddress& to, const Disturb& disturb);

  Stage& stage_;
  VirtualNetwork& network_;
  std::map<std::pair<IpAddress, IpAddress>, LinkPath> links_;
  std::set<std::string> cut_;
};

}  // namespace offhook::sim::scenario
