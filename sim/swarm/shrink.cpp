// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/swarm/shrink.hpp"

#include <algorithm>

namespace offhook::sim::swarm {

std::vector<Step> shrink(std::vector<Step> steps,
                         const std::function<bool(const std::vector<Step>&)>& still_fails,
                         const std::function<bool()>& may_go_on) {
  std::size_t piece = std::max<std::size_t>(steps.size() / 2, 1);
  while (!steps.empty() && may_go_on()) {
    bool is_smaller = false;
    for (std::size_t from = 0; from < steps.size() && may_go_on();) {
      auto fewer = steps;
      const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(from);
      fewer.erase(first, first + static_cast<std::ptrdiff_t>(std::min(piece, steps.size() - from)));
      if (still_fails(fewer)) {
        steps = std::move(fewer);
        is_smaller = true;
      } else {
        from += piece;
      }
    }
    if (piece == 1 && !is_smaller) break;
    piece = std::max<std::size_t>(std::min(piece / 2, steps.size() / 2), 1);
  }
  return steps;
}

}  // namespace offhook::sim::swarm
