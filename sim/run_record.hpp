// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "media/units.hpp"
#include "sim/ladder.hpp"
#include "sim/trace.hpp"

namespace offhook::sim {

/// What one side said and the other heard.
struct RunDirection {
  std::string from, to;
  std::uint64_t sent = 0, received = 0, lost = 0;
  double jitter_ms = 0;
  double mos = 0;
  double match = 0;     ///< likeness of what was heard to what was said, 0..1
  double coverage = 0;  ///< share of what was said that was heard
};

struct RunPhone {
  std::string name, label;
  IpAddress address;
  std::vector<media::Sample> heard;
};

/// One step of a script that was done.
struct RunStep {
  Instant end{};
  std::string text;  ///< "alice softkey Hold"
  bool passed = true;
};

/// Everything a run left behind.
struct RunRecord {
  std::string title;  ///< "demo: two phones, one call"
  bool pass = false;
  std::vector<std::string> failures;  ///< one sentence each
  std::uint64_t seed = 0;
  bool is_virtual = false;
  double wall_s = 0;
  double setup_ms = 0;  ///< INVITE sent to 200 received
  std::string call_id;
  Instant duration{};
  std::vector<RunDirection> directions;
  std::vector<RunPhone> phones;
  std::vector<Participant> participants;
  std::vector<LadderRow> ladder;
  std::vector<RunStep> steps;
  Trace trace;
  std::vector<std::string> events;  ///< lines of events.jsonl
};

}  // namespace offhook::sim
