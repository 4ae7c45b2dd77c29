// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "sim/swarm/step.hpp"

namespace offhook::sim::swarm {

/// Leaves out as many steps as `still_fails` lets it (delta debugging: ever smaller pieces), until
/// no single one can go or `may_go_on` says no. `steps` themselves fail.
[[nodiscard]] std::vector<Step> shrink(
    std::vector<Step> steps, const std::function<bool(const std::vector<Step>&)>& still_fails,
    const std::function<bool()>& may_go_on);

}  // namespace offhook::sim::swarm
