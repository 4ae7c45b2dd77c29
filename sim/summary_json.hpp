// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace offhook::sim {

/// What a run came to, for programs: `summary.json`.
struct Summary {
  struct Stream {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    std::uint64_t lost = 0;
    double jitter_ms = 0;
  };
  /// One way of a call, named by who speaks and who hears.
  struct Direction {
    std::string from;
    std::string to;
    Stream rtp;
    std::optional<double> match;  ///< likeness of what was heard to what was said, 0..1
  };
  struct Call {
    std::optional<std::string> call_id;
    std::string from;
    std::string to;
    double setup_ms = 0;  ///< INVITE sent to 2xx received
    std::vector<Direction> directions;
    std::optional<double> mos;  ///< 1..5, the worse direction
  };

  std::string version;  ///< of the program
  bool pass = false;
  std::uint64_t seed = 0;
  double wall_s = 0;
  bool is_virtual = true;
  std::vector<std::string> failures;
  std::vector<Call> calls;
  std::size_t ladder_rows = 0;
  std::vector<std::string> files;
};

/// One JSON document, "schema" first, ended by LF. Numbers that JSON has not come out as null.
[[nodiscard]] std::string to_json(const Summary& summary);

}  // namespace offhook::sim
