// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "sim/record/script.hpp"

namespace offhook::sim::record {

struct ReplayResult {
  std::optional<Difference> difference;  ///< nullopt: identical, as far as the recording goes
  std::size_t inputs = 0, outputs = 0;
  Instant span{};  ///< from start to the last input
};

/// Puts the phone of a recording together again, in virtual time, gives it the recorded inputs, and
/// compares what it does. Stops at the first difference. `board_plugin` is the path of sim.so.
/// InvalidArgument if the recorded settings cannot be read.
[[nodiscard]] absl::StatusOr<ReplayResult> replay(const Recording& recording,
                                                  const std::string& board_plugin);

/// For people: "identical: …", or what was sent then and now, at most 80 columns but for the
/// messages themselves.
[[nodiscard]] std::string to_text(const ReplayResult& result, const Recording& recording);

}  // namespace offhook::sim::record
