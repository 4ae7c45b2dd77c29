// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "actors/phone/settings.hpp"
#include "sim/record/recorded_run.hpp"

namespace offhook::cli {

/// The file of `offhook run --record`, and what stands around the phone to fill it.
class RunRecording {
 public:
  struct Order {
    std::string file;
    std::size_t most_mib = 64;
    std::string config;  ///< the settings as they were read
  };
  /// Unavailable if the file cannot be written, FailedPrecondition if the settings cannot be put in
  /// it without their passwords, or the board's own inputs cannot be recorded.
  static absl::StatusOr<std::unique_ptr<RunRecording>> open(const Order& order,
                                                            const phone::PhoneSettings& settings,
                                                            act::Loop& loop,
                                                            sim::record::RecordedRun::World world);
  ~RunRecording();
  RunRecording(const RunRecording&) = delete;
  RunRecording& operator=(const RunRecording&) = delete;

  [[nodiscard]] sim::record::RecordedRun& run() { return *run_; }
  /// What was written so far is in the file.
  void flush();

 private:
  explicit RunRecording(std::FILE* file) : file_(file) {}

  std::FILE* file_;
  std::unique_ptr<sim::record::RecordedRun> run_;
};

}  // namespace offhook::cli
