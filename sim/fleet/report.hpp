// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "sim/fleet/fleet_actor.hpp"

namespace offhook::sim::fleet {

/// A process that did a part of the work.
struct WorkerPart {
  std::string name;
  std::size_t phones = 0;
  std::uint64_t calls_placed = 0, calls_completed = 0;
  bool lost = false;
  Instant at{};  ///< when it was lost, since the start
};

/// All there is to say at the end.
struct Report {
  std::string version;
  std::string against;
  Plan plan;
  bool is_virtual = false;
  Outcome outcome = Outcome::finished;
  std::string why;  ///< of an outcome that is not `finished`
  Statistics statistics;
  Instant wall{};                   ///< of the whole run
  std::vector<WorkerPart> workers;  ///< empty for a single process
  std::vector<std::string> notes;   ///< what a reader must know: a worker lost, a rate changed

  /// Everything that was planned happened.
  [[nodiscard]] bool passed() const;
};

/// For people, at most 80 columns.
[[nodiscard]] std::string to_text(const Report& report);
/// One JSON document.
[[nodiscard]] std::string to_json(const Report& report);

/// One call a line.
[[nodiscard]] std::string csv_head();
[[nodiscard]] std::string csv_line(const CallRecord& call);

/// "12.3 s  calling: 240 placed, 41 up, 0 failed".
[[nodiscard]] std::string progress_line(const Standing& standing, std::size_t phones, Instant now);

}  // namespace offhook::sim::fleet
