// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "sim/scenario/junit.hpp"

namespace offhook::cli {

/// Does `count` runs in up to `jobs` processes and returns their results in order. `finished` hears
/// of each in order as well. With one job everything stays in this process; with more, a run that
/// kills its process is a result too.
[[nodiscard]] std::vector<sim::scenario::CaseResult> run_jobs(
    std::size_t count, int jobs, const std::function<sim::scenario::CaseResult(std::size_t)>& run,
    const std::function<void(const sim::scenario::CaseResult&)>& finished);

}  // namespace offhook::cli
