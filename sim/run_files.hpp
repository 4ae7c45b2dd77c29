// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "actors/base/status.hpp"
#include "sim/run_record.hpp"
#include "sim/summary_json.hpp"

namespace offhook::sim {

/// Writes report.html, call.pcapng, a WAV file for each phone, events.jsonl and summary.json into
/// `folder`, which is made if need be. Returns the names written, or what could not be.
[[nodiscard]] absl::StatusOr<std::vector<std::string>> write_run_files(const RunRecord& result,
                                                                       const std::string& folder,
                                                                       const std::string& version);

/// The contents of summary.json.
[[nodiscard]] Summary summary_of(const RunRecord& result, const std::string& version);

}  // namespace offhook::sim
