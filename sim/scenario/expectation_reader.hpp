// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scenario/arguments.hpp"
#include "sim/scenario/step.hpp"

namespace offhook::sim::scenario {

/// After `expect`: "call 1 talking", "led line1 slow-green", "tone dial within 5s", …
[[nodiscard]] Action read_expectation(Arguments& arguments);
/// After `sees`: "\"1001\"".
[[nodiscard]] Action read_sees(Arguments& arguments);
/// After `hears`: "clip:alice match>=0.9", "silence for 500ms".
[[nodiscard]] Action read_hears(Arguments& arguments);
/// "clip:alice", as "alice".
[[nodiscard]] std::string read_clip(Arguments& arguments);

/// The default of `within`.
inline constexpr Instant usual_patience = 2s;
/// That of "registered": a challenge and an answer, and perhaps a repetition.
inline constexpr Instant registration_patience = 5s;

}  // namespace offhook::sim::scenario
