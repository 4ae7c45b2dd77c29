// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "actors/base/random_source.hpp"
#include "sim/fleet/messages.hpp"
#include "sim/fleet/report.hpp"
#include "sim/fleet/wire_form.hpp"

namespace offhook::sim::fleet {

/// Not all workers have come.
struct WorkersOverdue {};
/// Look whether one has fallen silent.
struct WatchDue {};

using CoordinatorItself =
    act::join<Coordinator, act::ref<act::result<void>(EndFleet), act::result<void>(WorkersOverdue),
                                    act::result<void>(WatchDue)>>;

/// What a coordinator needs from outside. The functions are called on the loop's thread.
struct CoordinatorParts {
  Plan plan;
  std::vector<User> users;  ///< as many as the plan has phones
  std::string server, domain;
  bool sound = false;
  std::size_t workers = 1;
  Instant join_limit = 60s;
  std::string token, version;
  RandomSource* random = nullptr;                              ///< outlives the actor
  std::function<void(const std::string& csv_line)> call_over;  ///< empty: the lines do not travel
  std::function<void()> over;  ///< nothing more will come; may be empty
};

/// The whole fleet as its coordinator knows it.
struct Muster {
  std::size_t joined = 0;
  bool over = false;
  Phase phase = Phase::seeking;  ///< of the worker that is least far
  std::size_t calls_up = 0;
  Statistics statistics;  ///< of all, the last word of lost ones included
  std::vector<WorkerPart> workers;
  std::vector<std::string> notes;
  Outcome outcome = Outcome::finished;
  std::string why;
};

/// Divides the work among workers that have shown the token, adds up what they tell, and goes on
/// without those that are lost: their calls go to the others if these have phones to spare.
class CoordinatorActor final : public act::actor<CoordinatorItself> {
 public:
  CoordinatorActor(caf::actor_config& config, CoordinatorParts parts,
                   std::shared_ptr<Muster> muster);
  const char* name() const override { return "fleet coordinator"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct Member {
    Worker worker;
    std::string name;
    Plan share;
    Instant heard{};
    ShareReport last;
    bool over = false;
    std::optional<Instant> lost;
    [[nodiscard]] bool works() const { return !over && !lost; }
  };

  Challenge challenge(const JoinFleet& join);
  Admission admit(const ProveWorker& proof);
  void begin();
  void take(const ShareReport& report);
  void watch_all();
  void lose(std::size_t number, const std::string& why);
  void hand_on(const Member& lost);
  void end(const EndFleet& order);
  void add_up();
  void finish_if_over();
  void finish();

  CoordinatorParts parts_;
  std::shared_ptr<Muster> muster_;
  std::vector<Member> members_;
  std::map<caf::actor_addr, std::pair<std::string, std::string>> challenged_;  ///< worker's, ours
  bool begun_ = false, ending_ = false;
  Timer join_limit_, watch_;
};

}  // namespace offhook::sim::fleet

OFFHOOK_MESSAGES(sim, (offhook::sim::fleet::WorkersOverdue)(offhook::sim::fleet::WatchDue))
