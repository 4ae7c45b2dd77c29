// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace offhook::sim::scenario {

/// What a list of results tells of one run.
struct CaseResult {
  std::string file;
  std::string name;  ///< file, and the seed where there are several
  std::string title;
  bool pass = false;
  bool could_run = true;  ///< false: the file has faults, or the stage could not be set
  double seconds = 0;
  std::string explanation;  ///< "" if it passed
  std::string hash;         ///< of the trace
  std::string skipped;      ///< why it was not played; then it neither passed nor failed
  [[nodiscard]] bool failed() const { return could_run && !pass && skipped.empty(); }
};

/// A JUnit report: one test suite, one case a run. Characters that XML 1.0 does not allow come out
/// as '?'.
[[nodiscard]] std::string to_junit(std::span<const CaseResult> cases);

}  // namespace offhook::sim::scenario
