// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/worker_actor.hpp"

#include <utility>

#include "sim/fleet/handshake.hpp"

namespace offhook::sim::fleet {
namespace {

constexpr Instant report_interval = 1s;
constexpr std::chrono::milliseconds answer_limit = 10s;

}  // namespace

WorkerActor::WorkerActor(caf::actor_config& config, WorkerParts parts)
    : actor(config), parts_(std::move(parts)) {}

WorkerActor::behavior_type WorkerActor::make_behavior() {
  join();
  return {
      [this](const BeginShare& m) { begin(m); },
      [this](const EndShare& m) {
        if (act::sender_of(*this) == parts_.coordinator.address()) parts_.end(m.hang_up);
      },
      [this](const ShareRate& m) {
        if (act::sender_of(*this) == parts_.coordinator.address())
          parts_.change_rate(m.calls_per_second);
      },
      [this](const ReportDue&) { report(); },
  };
}

void WorkerActor::on_exit() {
  report_.cancel();
  parts_.coordinator = nullptr;
  parts_.begin = nullptr;
  parts_.end = nullptr;
  parts_.change_rate = nullptr;
  parts_.standing = nullptr;
  parts_.take_calls = nullptr;
  parts_.done = nullptr;
}

void WorkerActor::join() {
  watch(parts_.coordinator, [this](const act::error&) { give_up("the coordinator is gone"); });
  const auto number = parts_.random->token(16);
  ask(parts_.coordinator, answer_limit, JoinFleet{parts_.version, number})
      .then([this, number](const Challenge& challenge) { challenged(number, challenge); },
            [this](const act::error& failure) {
              give_up("the coordinator does not answer: " + act::describe(failure));
            });
}

void WorkerActor::challenged(const std::string& number, const Challenge& challenge) {
  if (!challenge.refusal.empty()) return give_up("the coordinator refused: " + challenge.refusal);
  // Whoever sits at that address could have our phones call anybody.
  if (!same_proof(challenge.proof,
                  proof(parts_.token, Side::coordinator, challenge.number, number)))
    return give_up("the coordinator has another token than this worker");
  ask(parts_.coordinator, answer_limit,
      ProveWorker{caf::actor_cast<Worker>(me()), parts_.name,
                  proof(parts_.token, Side::worker, challenge.number, number)})
      .then(
          [this](const Admission& admission) {
            if (!admission.refusal.empty())
              return give_up("the coordinator refused: " + admission.refusal);
          },
          [this](const act::error& failure) {
            give_up("the coordinator does not answer: " + act::describe(failure));
          });
  admitted_ = true;  // orders may overtake the answer
}

void WorkerActor::begin(const BeginShare& share) {
  if (!admitted_ || begun_ || act::sender_of(*this) != parts_.coordinator.address()) return;
  begun_ = true;
  if (const auto status = parts_.begin(share); !status.ok()) {
    ShareReport sorry;
    sorry.over = true;
    sorry.outcome = static_cast<std::uint8_t>(Outcome::server_refused);
    sorry.why = parts_.name + ": " + message_of(status);
    tell(parts_.coordinator, sorry);
    return give_up(message_of(status));
  }
  report_ = after(report_interval, ReportDue{});
}

void WorkerActor::report() {
  const Standing standing = parts_.standing();
  ShareReport report;
  report.phase = static_cast<std::uint8_t>(standing.phase);
  report.calls_up = standing.calls_up;
  report.statistics = to_wire(standing.statistics);
  report.calls = parts_.take_calls();
  report.over = standing.phase == Phase::over;
  report.outcome = static_cast<std::uint8_t>(standing.outcome);
  report.why = standing.why;
  if (!report.over) {
    tell(parts_.coordinator, std::move(report));
    report_ = after(report_interval, ReportDue{});
    return;
  }
  // The process ends after this: not before the last word has arrived.
  unwatch(parts_.coordinator);
  ask(parts_.coordinator, answer_limit, std::move(report))
      .then([this] { parts_.done(std::nullopt); },
            [this](const act::error&) { parts_.done(std::nullopt); });
}

void WorkerActor::give_up(std::string why) {
  report_.cancel();
  if (parts_.done) parts_.done(std::move(why));
}

}  // namespace offhook::sim::fleet
