// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "actors/base/random_source.hpp"
#include "sim/fleet/wire_form.hpp"

namespace offhook::sim::fleet {

/// The next report is due.
struct ReportDue {};

using WorkerItself = act::join<Worker, act::ref<act::result<void>(ReportDue)>>;

/// What a worker is put together from. The functions are called on the loop's thread.
struct WorkerParts {
  Coordinator coordinator;
  std::string token, version, name;
  RandomSource* random = nullptr;  ///< outlives the actor
  std::function<absl::Status(const BeginShare&)> begin;
  std::function<void(bool hang_up)> end;
  std::function<void(double calls_per_second)> change_rate;
  std::function<Standing()> standing;
  std::function<std::vector<std::string>()> take_calls;  ///< CSV since the last time
  /// It is of no use any more: nullopt when all is done, else why.
  std::function<void(std::optional<std::string> why)> done;
};

/// A worker's end of the line: shows that it has the token, asks the same of the coordinator, takes
/// its share of the work and tells every second how that goes.
class WorkerActor final : public act::actor<WorkerItself> {
 public:
  WorkerActor(caf::actor_config& config, WorkerParts parts);
  const char* name() const override { return "fleet worker"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void join();
  void challenged(const std::string& number, const Challenge& challenge);
  void begin(const BeginShare& share);
  void report();
  void give_up(std::string why);

  WorkerParts parts_;
  bool admitted_ = false, begun_ = false;
  Timer report_;
};

}  // namespace offhook::sim::fleet

OFFHOOK_MESSAGES(sim, (offhook::sim::fleet::ReportDue))
