// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "sim/swarm/dice.hpp"
#include "sim/swarm/walk.hpp"

namespace offhook::sim::swarm {

/// Two to five phones with settings of chance, and the users of all of them: "1001", "1002", …
struct Cast {
  std::vector<CastPhone> phones;
  std::vector<std::string> users;
};
[[nodiscard]] Cast make_cast(Dice& dice);

}  // namespace offhook::sim::swarm
