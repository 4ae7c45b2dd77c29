// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/status.hpp"
#include "media/quality.hpp"
#include "media/units.hpp"
#include "sim/ladder.hpp"
#include "sim/trace.hpp"

namespace offhook::sim {

struct DemoOptions {
  std::uint64_t seed = 1;
  bool is_virtual = false;
  std::string board_plugin;  ///< path of sim.so
  /// Told what happens, for people who watch; may be empty.
  std::function<void(std::string_view)> progress;
};

/// What one side said and the other heard.
struct DemoDirection {
  std::string from, to;
  std::uint64_t sent = 0, received = 0, lost = 0;
  double jitter_ms = 0;
  double mos = 0;
  double match = 0;     ///< likeness of what was heard to what was said, 0..1
  double coverage = 0;  ///< share of what was said that was heard
};

struct DemoPhone {
  std::string name, label;
  IpAddress address;
  std::vector<media::Sample> heard;
};

/// Everything a run left behind.
struct DemoResult {
  bool pass = false;
  std::vector<std::string> failures;  ///< one sentence each
  std::uint64_t seed = 0;
  bool is_virtual = false;
  double wall_s = 0;
  double setup_ms = 0;  ///< INVITE sent to 200 received
  std::string call_id;
  Instant duration{};
  std::vector<DemoDirection> directions;
  std::vector<DemoPhone> phones;
  std::vector<Participant> participants;
  std::vector<LadderRow> ladder;
  Trace trace;
  std::vector<std::string> events;  ///< lines of events.jsonl
};

/// Two phones register, one calls the other, both speak, the caller holds and resumes, the callee
/// hangs up. Fails only when the stage cannot be set (no plugin, no address); how the play went is
/// in the result.
[[nodiscard]] absl::StatusOr<DemoResult> run_demo(const DemoOptions& options);

}  // namespace offhook::sim
