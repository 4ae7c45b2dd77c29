// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "actors/base/status.hpp"
#include "sim/fleet/report.hpp"

namespace offhook::cli {

/// Where the results of a fleet go: a line while it runs, a page at the end, files for programs.
/// What has happened is in the CSV file at once, whatever becomes of the process.
class FleetOutput {
 public:
  /// "" writes no such file; JSON to "-" goes to standard output in place of the page.
  struct Files {
    std::string json, csv;
  };
  /// Unavailable if a file cannot be written.
  static absl::StatusOr<std::unique_ptr<FleetOutput>> open(Files files);
  ~FleetOutput();
  FleetOutput(const FleetOutput&) = delete;
  FleetOutput& operator=(const FleetOutput&) = delete;

  [[nodiscard]] bool wants_calls() const { return csv_ != nullptr; }
  void call_over(const sim::fleet::CallRecord& call) { call_over(sim::fleet::csv_line(call)); }
  void call_over(const std::string& csv_line);
  /// Shown on a terminal alone.
  void progress(const std::string& line);
  /// The exit code that the report asks for, once it is written.
  int report(const sim::fleet::Report& report);

 private:
  explicit FleetOutput(Files files);

  Files files_;
  std::FILE* csv_ = nullptr;
  bool is_terminal_;
};

}  // namespace offhook::cli
