// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/fleet_workers.hpp"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

#include <unistd.h>

#include "actors/base/act_io.hpp"
#include "cli/ctl_run_file.hpp"
#include "cli/exit_code.hpp"
#include "cli/fleet_process.hpp"
#include "cli/fleet_target.hpp"
#include "sim/fleet/coordinator_actor.hpp"
#include "sim/fleet/worker_actor.hpp"

namespace offhook::cli {
namespace {

namespace fleet = sim::fleet;

/// A worker may be started before its coordinator.
constexpr std::chrono::seconds connect_limit{10};
constexpr std::chrono::milliseconds between_tries{250};

int complain(int code, const std::string& what) {
  std::fprintf(stderr, "offhook: %s\n", what.c_str());
  return code;
}

std::string token_path(const FleetCommand& command) {
  if (!command.token_file.empty()) return command.token_file;
  return (std::filesystem::path(run_file_path()).parent_path() / "fleet.token").string();
}

/// "host:pid": what a person would look for.
std::string own_name() {
  char host[256] = "host";
  ::gethostname(host, sizeof host - 1);
  return std::string(host) + ":" + std::to_string(::getpid());
}

/// That of the file, or a fresh one in a file that the user alone can read.
absl::StatusOr<std::string> coordinator_token(const FleetCommand& command, RandomSource& random) {
  const auto path = token_path(command);
  if (!command.token_file.empty()) return read_token_file(path);
  const auto token = random.token(32);
  if (auto status = write_private_file(path, token + "\n"); !status.ok()) return status;
  return token;
}

std::string muster_line(const fleet::Muster& muster, const FleetCommand& command,
                        std::size_t phones, Instant now) {
  if (muster.workers.empty()) {
    char line[128];
    std::snprintf(line, sizeof line, "%6.1f s  %zu of %zu workers have come",
                  std::chrono::duration<double>(now).count(), muster.joined, command.workers);
    return line;
  }
  fleet::Standing standing;
  standing.phase = muster.phase;
  standing.calls_up = muster.calls_up;
  standing.statistics = muster.statistics;
  return progress_line(standing, phones, now);
}

}  // namespace

// ---- coordinator ----

int run_fleet_coordinator(const FleetCommand& command, const fleet::Plan& plan,
                          std::vector<fleet::User> users, FleetOutput& output) {
  if (command.workers == 0) return complain(exit_code::usage, "--workers must be above 0");
  for (const auto& share : fleet::split(plan, command.workers))
    if (auto status = fleet::check(share); !status.ok())
      return complain(exit_code::usage, "a share of one of " + std::to_string(command.workers) +
                                            " workers: " + message_of(status));
  auto work = fleet_work(command, plan, users);
  if (!work.ok()) return complain(exit_code::environment, message_of(work.status()));
  SystemRandom random;
  const auto token = coordinator_token(command, random);
  if (!token.ok()) return complain(exit_code::environment, message_of(token.status()));

  FleetProcess process(FleetProcess::Reach::others);
  const auto muster = std::make_shared<fleet::Muster>();
  fleet::CoordinatorParts parts;
  parts.plan = plan;
  parts.users = std::move(users);
  parts.server = work->server;
  parts.domain = work->domain;
  parts.sound = work->sound;
  parts.workers = command.workers;
  parts.token = *token;
  parts.version = OFFHOOK_VERSION;
  parts.random = &random;
  if (output.wants_calls())
    parts.call_over = [&](const std::string& line) { output.call_over(line); };
  fleet::CoordinatorItself itself;
  parts.over = [&] {
    act::stop(itself);
    itself = nullptr;
    process.end();
  };
  itself = process.loop().spawn<fleet::CoordinatorActor>(std::move(parts), muster);
  const auto port = act::publish(process.loop(), caf::actor_cast<fleet::Coordinator>(itself),
                                 *command.coordinate, command.bind);
  if (!port.ok()) return complain(exit_code::environment, message_of(port.status()));
  std::fprintf(stderr, "offhook %s  waiting for %zu workers at %s:%u, token in %s\n",
               OFFHOOK_VERSION, command.workers, command.bind.c_str(), unsigned{*port},
               token_path(command).c_str());
  int caught = 0;
  process.on_signal([&](int signal) {
    caught = signal;
    act::tell_anon(itself, fleet::EndFleet{true});
  });
  process.every_moment(
      [&] { output.progress(muster_line(*muster, command, plan.phones, process.loop().now())); });
  process.run();

  fleet::Report report;
  report.version = OFFHOOK_VERSION;
  report.against = command.against;
  report.plan = plan;
  report.outcome = muster->outcome;
  report.why = muster->why;
  report.statistics = muster->statistics;
  report.wall = process.loop().now();
  report.workers = muster->workers;
  report.notes = muster->notes;
  const int code = output.report(report);
  return caught == SIGTERM ? exit_code::terminated : code;
}

// ---- worker ----

namespace {

absl::StatusOr<fleet::Coordinator> find_coordinator(act::Loop& loop, const Endpoint& at) {
  const auto give_up = std::chrono::steady_clock::now() + connect_limit;
  for (;;) {
    auto found = act::find_remote<fleet::Coordinator>(loop, at.address.to_string(), at.port);
    if (found.ok() || std::chrono::steady_clock::now() > give_up) return found;
    std::this_thread::sleep_for(between_tries);
  }
}

/// A worker's process: the share, and the calls that are not reported yet.
class WorkerRun {
 public:
  WorkerRun() : process_(FleetProcess::Reach::others), share_(process_.io(), process_.loop()) {}
  int run(const Endpoint& coordinator, const std::string& token);

 private:
  fleet::WorkerParts parts();
  absl::Status begin(const fleet::BeginShare& order);
  void done(std::optional<std::string> why);
  void end();

  FleetProcess process_;
  FleetShare share_;
  SystemRandom random_;
  fleet::WorkerItself worker_;
  std::vector<std::string> calls_;
  std::string why_;
  int caught_ = 0;
  bool begun_ = false, ending_ = false, ended_ = false;
};

absl::Status WorkerRun::begin(const fleet::BeginShare& order) {
  const auto target = find_target(order.server);
  if (!target.ok()) return target.status();
  const auto local = address_towards(target->endpoint);
  if (!local.ok()) return local.status();
  FleetWork work;
  work.plan = plan_of(order);
  work.users = users_of(order);
  if (work.users.empty() || work.users.size() != work.plan.phones)
    return invalid_argument("the coordinator's users and phones do not match");
  if (auto status = fleet::check(work.plan); !status.ok()) return status;
  work.server = order.server;
  work.domain = order.domain;
  work.local = *local;
  work.sound = order.sound;
  begun_ = true;
  FleetShare::CallOver call_over;
  if (order.wants_calls)
    call_over = [this](const fleet::CallRecord& call) { calls_.push_back(csv_line(call)); };
  std::fprintf(stderr, "offhook %s  %zu phones against %s\n", OFFHOOK_VERSION, work.plan.phones,
               order.server.c_str());
  return share_.start(std::move(work), std::move(call_over), [this] {
    if (ending_) end();  // nobody is there to report to
  });
}

fleet::WorkerParts WorkerRun::parts() {
  fleet::WorkerParts parts;
  parts.version = OFFHOOK_VERSION;
  parts.name = own_name();
  parts.random = &random_;
  parts.begin = [this](const fleet::BeginShare& order) { return begin(order); };
  parts.end = [this](bool hang_up) { share_.end(hang_up); };
  parts.change_rate = [this](double rate) { share_.change_rate(rate); };
  parts.standing = [this] { return share_.standing(); };
  parts.take_calls = [this] { return std::exchange(calls_, {}); };
  parts.done = [this](std::optional<std::string> why) { done(std::move(why)); };
  return parts;
}

/// All is reported; or the coordinator is lost, and calls that nobody counts should end.
void WorkerRun::done(std::optional<std::string> why) {
  if (!why) return end();
  if (std::exchange(ending_, true)) return;
  why_ = *std::move(why);
  if (!begun_ || share_.standing().phase == fleet::Phase::over) return end();
  share_.end(true);
}

void WorkerRun::end() {
  if (std::exchange(ended_, true)) return;
  // The last report must be on its way before the line is cut.
  act::stop(worker_);
  worker_ = nullptr;
  share_.stop();
  process_.end();
}

int WorkerRun::run(const Endpoint& coordinator, const std::string& token) {
  auto found = find_coordinator(process_.loop(), coordinator);
  if (!found.ok()) return complain(exit_code::unreachable, message_of(found.status()));
  auto all = parts();
  all.coordinator = *std::move(found);
  all.token = token;
  worker_ = process_.loop().spawn<fleet::WorkerActor>(std::move(all));
  process_.on_signal([this](int signal) {
    caught_ = signal;
    done("ended by a signal");
  });
  process_.run();
  if (caught_ != 0) return caught_ == SIGINT ? exit_code::interrupted : exit_code::terminated;
  if (why_.empty()) return exit_code::done;
  return complain(exit_code::unreachable, why_);
}

}  // namespace

int run_fleet_worker(const FleetCommand& command) {
  const auto at = Endpoint::parse(command.worker);
  if (!at || at->port == 0)
    return complain(exit_code::usage,
                    "--worker " + command.worker + ": expected ADDRESS:PORT of a coordinator");
  const auto token = read_token_file(token_path(command));
  if (!token.ok())
    return complain(exit_code::environment, message_of(token.status()) +
                                                "; start the coordinator first, or copy its " +
                                                "token here and name it with --token-file");
  allow_many_files();
  WorkerRun run;
  return run.run(*at, *token);
}

}  // namespace offhook::cli
