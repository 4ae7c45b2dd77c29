// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/swarm/breach.hpp"

#include <cstdio>

namespace offhook::sim::swarm {

std::string to_string(const Breach& breach) {
  char at[32];
  std::snprintf(at, sizeof at, "%.3f s", std::chrono::duration<double>(breach.at).count());
  std::string text = breach.who + " at " + at + ": " + breach.rule;
  if (!breach.detail.empty()) text += " (" + breach.detail + ")";
  return text;
}

}  // namespace offhook::sim::swarm
