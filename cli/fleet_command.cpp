// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/fleet_command.hpp"

#include <csignal>
#include <cstdio>

#include "cli/ctl_command.hpp"
#include "cli/exit_code.hpp"
#include "cli/fleet_output.hpp"
#include "cli/fleet_process.hpp"
#include "cli/fleet_share.hpp"
#include "cli/fleet_target.hpp"
#include "cli/fleet_workers.hpp"
#include "cli/plugin_path.hpp"
#include "cli/sim_files.hpp"
#include "sim/fleet/virtual_fleet.hpp"

namespace offhook::cli {
namespace {

namespace fleet = sim::fleet;

int complain(int code, const std::string& what) {
  std::fprintf(stderr, "offhook: %s\n", what.c_str());
  return code;
}
int complain(const absl::Status& status) {
  const bool usage = absl::IsInvalidArgument(status);
  return complain(usage ? exit_code::usage : exit_code::environment, message_of(status));
}

absl::StatusOr<std::chrono::milliseconds> duration_of(const char* option, const std::string& text) {
  if (const auto read = parse_duration(text)) return *read;
  return invalid_argument(std::string(option) + " " + text + ": expected 10s, 500ms or 2min");
}

fleet::Report report_of(const FleetCommand& command, const fleet::Plan& plan) {
  fleet::Report report;
  report.version = OFFHOOK_VERSION;
  report.against = command.against;
  report.plan = plan;
  return report;
}

void explain_silence(fleet::Report& report) {
  if (report.outcome != fleet::Outcome::server_silent) return;
  report.why = report.against + " does not answer; is a server there, and does it speak UDP?";
}

// ---- one process, real sockets ----

int run_real(const FleetCommand& command, const fleet::Plan& plan, std::vector<fleet::User> users,
             FleetOutput& output) {
  auto work = fleet_work(command, plan, std::move(users));
  if (!work.ok()) return complain(work.status());
  allow_many_files();
  FleetProcess process(FleetProcess::Reach::alone);
  FleetShare share(process.io(), process.loop());
  int caught = 0;
  const auto over = [&] {
    share.stop();
    process.end();
  };
  const auto started = share.start(
      *std::move(work), [&](const fleet::CallRecord& call) { output.call_over(call); }, over);
  if (!started.ok()) return complain(started);
  process.on_signal([&](int signal) {
    caught = signal;
    share.end(true);
  });
  process.every_moment(
      [&] { output.progress(progress_line(share.standing(), plan.phones, process.loop().now())); });
  process.run();
  auto report = report_of(command, plan);
  const auto standing = share.standing();
  report.outcome = standing.outcome;
  report.why = standing.why;
  report.statistics = standing.statistics;
  report.wall = process.loop().now();
  explain_silence(report);
  const int code = output.report(report);
  return caught == SIGTERM ? exit_code::terminated : code;
}

// ---- one process, virtual time ----

volatile std::sig_atomic_t signal_caught = 0;
void catch_signal(int number) { signal_caught = number; }

int run_virtual(const FleetCommand& command, const fleet::Plan& plan,
                std::vector<fleet::User> users, FleetOutput& output) {
  const auto plugin = hal::PluginLoader(plugin_path()).load("sim");
  if (!plugin.ok()) return complain(exit_code::environment, message_of(plugin.status()));
  std::signal(SIGINT, catch_signal);
  std::signal(SIGTERM, catch_signal);
  fleet::VirtualOptions options;
  options.plan = plan;
  options.users = std::move(users);
  options.seed = command.seed;
  options.board_plugin = (*plugin)->info().path;
  options.sound = command.sound;
  options.call_over = [&](const fleet::CallRecord& call) { output.call_over(call); };
  bool told = false;
  options.go_on = [&](const fleet::Standing& standing, Instant now) {
    output.progress(progress_line(standing, plan.phones, now));
    return signal_caught == 0 || std::exchange(told, true);
  };
  auto report = run_virtual_fleet(options);
  if (!report.ok()) return complain(report.status());
  report->version = OFFHOOK_VERSION;
  const int code = output.report(*report);
  return signal_caught == SIGTERM ? exit_code::terminated : code;
}

}  // namespace

absl::StatusOr<fleet::Plan> fleet_plan(const FleetCommand& command) {
  fleet::Plan plan;
  plan.phones = command.phones;
  plan.calls_per_second = command.calls_per_second;
  plan.registers_per_second = command.registers_per_second;
  const auto read = [](const char* option, const std::string& text,
                       std::chrono::milliseconds& into) -> absl::Status {
    const auto duration = duration_of(option, text);
    if (duration.ok()) into = *duration;
    return duration.status();
  };
  if (auto status = read("--hold", command.hold, plan.hold); !status.ok()) return status;
  if (auto status = read("--duration", command.duration, plan.duration); !status.ok())
    return status;
  if (auto status = read("--ring", command.ring, plan.ring); !status.ok()) return status;
  if (auto status = fleet::check(plan); !status.ok()) return status;
  return plan;
}

absl::StatusOr<std::vector<fleet::User>> fleet_users(const FleetCommand& command) {
  if (command.users.empty())
    return fleet::number_users(command.first_extension, command.phones, command.password_template);
  const auto text = read_whole(command.users);
  if (!text.ok()) return text.status();
  auto users = fleet::parse_users(*text, command.users);
  if (!users.ok()) return users.status();
  if (users->size() < command.phones)
    return invalid_argument(command.users + " has " + std::to_string(users->size()) +
                            " users for " + std::to_string(command.phones) +
                            " phones: add some, or take --phones " + std::to_string(users->size()));
  users->resize(command.phones);
  return users;
}

absl::StatusOr<FleetWork> fleet_work(const FleetCommand& command, const fleet::Plan& plan,
                                     std::vector<fleet::User> users) {
  const auto target = find_target(command.against);
  if (!target.ok()) return target.status();
  FleetWork work;
  work.plan = plan;
  work.users = std::move(users);
  work.server = target->uri;
  work.domain = command.domain.empty() ? target->domain : command.domain;
  work.sound = command.sound;
  if (command.from.empty()) {
    const auto local = address_towards(target->endpoint);
    if (!local.ok()) return local.status();
    work.local = *local;
  } else {
    const auto local = IpAddress::parse(command.from);
    if (!local) return invalid_argument("--from " + command.from + ": expected an address");
    work.local = *local;
  }
  return work;
}

int run_fleet_command(const FleetCommand& command) {
  if (!command.worker.empty()) return run_fleet_worker(command);
  if (command.against.empty() && !command.is_virtual)
    return complain(exit_code::usage,
                    "a fleet needs a server: --against sip:HOST[:PORT], or --virtual");
  const auto plan = fleet_plan(command);
  if (!plan.ok()) return complain(plan.status());
  auto users = fleet_users(command);
  if (!users.ok()) {
    const bool faulty = absl::IsInvalidArgument(users.status());
    return complain(faulty ? exit_code::invalid_input : exit_code::environment,
                    message_of(users.status()));
  }
  auto output = FleetOutput::open({command.json, command.csv});
  if (!output.ok()) return complain(output.status());
  if (command.coordinate) return run_fleet_coordinator(command, *plan, *std::move(users), **output);
  if (command.is_virtual) return run_virtual(command, *plan, *std::move(users), **output);
  return run_real(command, *plan, *std::move(users), **output);
}

}  // namespace offhook::cli
