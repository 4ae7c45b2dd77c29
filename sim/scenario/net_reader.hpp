// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "sim/scenario/arguments.hpp"
#include "sim/scenario/script_reader.hpp"
#include "sim/scenario/step.hpp"

namespace offhook::sim::scenario {

/// After `net`: "loss alice->bob 5%", "partition east", "heal all", "clock +60s".
[[nodiscard]] Action read_net(Arguments& arguments, const Names& names);

/// "alice->bob", "alice<->bob" or "all"; nullopt if it is none of them or names nobody.
[[nodiscard]] std::optional<Way> parse_way(std::string_view text, const Names& names);

/// "loss", "jitter", "delay", "duplicate", "reorder".
[[nodiscard]] std::optional<Disturbance> parse_disturbance(std::string_view text);

}  // namespace offhook::sim::scenario
