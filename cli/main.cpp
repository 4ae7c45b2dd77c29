// SPDX-License-Identifier: GPL-3.0-or-later
// The command line. CLI11 costs seconds to compile, so this is the only file that includes it.
#include <cstdio>
#include <cstdlib>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "cli/ctl_command.hpp"
#include "cli/demo_command.hpp"
#include "cli/exit_code.hpp"
#include "cli/fleet_command.hpp"
#include "cli/parse_command.hpp"
#include "cli/replay_command.hpp"
#include "cli/run_command.hpp"
#include "cli/sim_command.hpp"
#include "cli/sim_swarm.hpp"

namespace offhook::cli {
namespace {

constexpr const char* demo_examples =
    "Examples:\n"
    "  offhook demo                       real sockets on loopback, about 8 s\n"
    "  offhook demo --virtual --seed 7    virtual time, the same bytes each time\n"
    "  offhook demo --tour                eleven call flows with their ladders\n";
constexpr const char* run_examples =
    "Examples:\n"
    "  offhook run --config phone.toml\n"
    "  offhook run --config phone.toml --board ./my-board.so\n"
    "  offhook run --record bug.rec     and later: offhook sim --replay bug.rec\n"
    "phone.toml is described in docs/configuration.md.\n";

constexpr const char* sim_examples =
    "Exit: 0 all passed, 1 one failed, 3 a file has faults (docs/scenarios.md).\n"
    "Examples:\n"
    "  offhook sim sim/scenarios/flows\n"
    "  offhook sim -k hold --report sim-report --junit results.xml\n"
    "  offhook sim sim/scenarios --seeds 1-20 --jobs 2\n"
    "  offhook sim sim/scenarios/flows --proxy sip:127.0.0.1:5060\n"
    "  offhook sim --swarm --seeds 1-1000 --jobs 2\n";

constexpr const char* fleet_examples =
    "Exit: 0 all went well, 1 a call failed, 2 these phones cannot carry that rate,\n"
    "4 the server does not answer.\n"
    "Examples:\n"
    "  offhook fleet --phones 100 --cps 5 --hold 8s --against sip:192.0.2.1\n"
    "  offhook fleet --phones 50 --cps 2 --virtual\n"
    "  offhook fleet --coordinate 7070 --workers 2 --phones 100 --cps 4 \\\n"
    "      --against sip:192.0.2.1   and twice: offhook fleet --worker 127.0.0.1:7070\n";

constexpr const char* ctl_examples =
    "Examples:\n"
    "  offhook ctl call 1002\n"
    "  offhook ctl wait registered --timeout 5s\n";

constexpr const char* sip_examples =
    "Examples:\n"
    "  offhook sip parse invite.sip\n"
    "  offhook sip parse --json tests/data/rfc4475/*.dat | jq .validity\n";
constexpr const char* sdp_examples =
    "Examples:\n"
    "  offhook sdp parse offer.sdp\n"
    "  offhook sdp parse --json < offer.sdp\n";

/// One line a verb, but for those that only show something: they share one, to fit a screen.
std::string ctl_footer() {
  std::string text = "Verbs:\n", shown;
  for (const auto& verb : ctl_verbs()) {
    if (verb.arguments.empty() && !verb.name.ends_with("hook")) {
      shown += (shown.empty() ? "  " : ", ") + std::string(verb.name);
      continue;
    }
    std::string line = "  " + std::string(verb.name) + " " + std::string(verb.arguments);
    line.resize(std::max<std::size_t>(line.size() + 1, 26), ' ');
    text += line + std::string(verb.help) + "\n";
  }
  return text + shown + ": what the phone has\n" + ctl_examples;
}

void add_ctl(CLI::App& ctl, CtlOptions& options, std::string& timeout) {
  ctl.add_option("verb", options.verb)->required()->group("");
  ctl.add_option("arguments", options.arguments)->group("");
  ctl.add_option("--url", options.url, "ws://HOST:PORT/ (default: the running phone)");
  ctl.add_option("--token", options.token, "shown to the phone");
  ctl.add_option("--token-file", options.token_file, "its first line is the token");
  ctl.add_flag("--json", options.json, "JSON, for programs");
  ctl.add_flag("--follow", options.follow, "events: until interrupted");
  ctl.add_flag("--no-wait", options.no_wait, "do not wait for the peer");
  ctl.add_option("--account", options.account, "call: not the first account");
  ctl.add_option("--timeout", timeout, "5s, 500ms, 2min");
  ctl.footer(ctl_footer());
}

void add_sim(CLI::App& sim, SimCommand& command) {
  sim.add_option("paths", command.paths, "files and folders (sim/scenarios)");
  sim.add_option("-k", command.pattern, "only those that match a regular expression");
  sim.add_flag("--list", command.list, "only list them");
  sim.add_option("--junit", command.junit, "write the results to this XML file");
  sim.add_option("--report", command.report, "a folder for the report and capture of each run");
  sim.add_flag("--bless", command.bless, "write what was sent as the ladder of each file");
  sim.add_option("--seeds", command.seeds, "A-B: each file with each of these seeds");
  sim.add_option("--jobs", command.jobs, "so many at a time (1)")->check(CLI::Range(1, 64));
  auto* realtime =
      sim.add_flag("--realtime", command.realtime, "sockets on loopback addresses, the wall clock");
  sim.add_option("--proxy", command.proxy, "sip:ADDRESS:PORT of a registrar and proxy to use")
      ->excludes(realtime);
  sim.add_flag("--serve", command.serve, "set up one in real time, for other programs");
  sim.add_option("--emit", command.emit, "python: print one as a program for the API")
      ->check(CLI::IsMember({"python"}));
  sim.add_flag("--trace-hash", command.trace_hash, "print a hash of all that was sent and told");
  sim.add_option("--replay", command.replay, "instead: repeat a recorded run, and compare");
  sim.footer(sim_examples);
}

struct SwarmOptions {
  bool is_on = false;
  SwarmCommand command;
};

void add_swarm(CLI::App& sim, SwarmOptions& options) {
  auto& command = options.command;
  auto* swarm =
      sim.add_flag("--swarm", options.is_on, "instead: random walks, or those of these files");
  sim.add_option("--minutes", command.minutes, "virtual time of each walk (10)")
      ->needs(swarm)
      ->check(CLI::Range(1, 100'000));
  sim.add_option("--steps", command.steps, "only the first so many steps of a walk")->needs(swarm);
  sim.add_option("--shrink", command.shrink_s, "seconds to shorten each kind of failure (60)")
      ->needs(swarm)
      ->check(CLI::Range(0, 86'400));
  sim.add_flag("--json", command.json, "of a swarm: one JSON object")->needs(swarm);
}

/// What both share stands in the options of scenarios.
int run_swarm(SwarmCommand command, const SimCommand& shared) {
  command.files = shared.paths;
  if (!shared.seeds.empty()) command.seeds = shared.seeds;
  command.report = shared.report;
  command.jobs = shared.jobs;
  return run_swarm_command(command);
}

void add_fleet(CLI::App& fleet, FleetCommand& command) {
  fleet.add_option("--against", command.against, "the server: sip:HOST[:PORT], UDP");
  fleet.add_flag("--virtual", command.is_virtual, "no server: all in virtual time (--seed N)");
  fleet.add_option("--phones", command.phones, "so many (10)");
  fleet.add_option("--cps", command.calls_per_second, "calls begun in a second (1)");
  fleet.add_option("--hold", command.hold, "from answer to BYE (10s)");
  fleet.add_option("--duration", command.duration, "calls are begun for so long (60s)");
  fleet.add_option("--ring", command.ring, "until a phone answers (100ms)");
  fleet.add_option("--register-rate", command.registers_per_second, "phones a second (100)");
  fleet.add_option("--users", command.users, "a file: name and password on each line");
  fleet.add_option("--first-extension", command.first_extension, "without a file (10000)");
  fleet.add_option("--password-template", command.password_template, "(pw{user})");
  fleet.add_option("--domain", command.domain, "of the addresses (the server's host)");
  fleet.add_option("--from", command.from, "address that the phones have here");
  fleet.add_flag("--media", command.sound, "with sound; else calls are a=inactive");
  fleet.add_option("--seed", command.seed, "of --virtual (1)")->group("");
  fleet.add_option("--json", command.json, "results into this file; -: to stdout");
  fleet.add_option("--csv", command.csv, "each call as a line into this file");
  fleet.add_option("--coordinate", command.coordinate, "port for workers (0: any)");
  fleet.add_option("--workers", command.workers, "so many share the work (1)");
  fleet.add_option("--bind", command.bind, "where workers come in (127.0.0.1)");
  fleet.add_option("--worker", command.worker, "work for the coordinator at ADDRESS:PORT");
  fleet.add_option("--token-file", command.token_file, "what both must know (docs/fleet.md)");
  fleet.footer(fleet_examples);
}

/// `offhook sip parse` and `offhook sdp parse`: the verb's app.
CLI::App* add_parse(CLI::App& app, const char* name, const char* what, const char* examples,
                    ParseCommand& command) {
  auto* group = app.add_subcommand(name, std::string("look at ") + what);
  group->require_subcommand(1);
  group->footer(examples);
  auto* parse = group->add_subcommand("parse", std::string("take apart ") + what);
  parse->add_option("files", command.files, "one each; none or -: standard input");
  parse->add_flag("--json", command.json, "one JSON object a file, each on its line");
  parse->footer(examples);
  return parse;
}

bool wants_colour(const std::string& when) {
  if (when == "always") return true;
  if (when == "never" || std::getenv("NO_COLOR") != nullptr) return false;
  return isatty(STDOUT_FILENO) != 0;
}

}  // namespace
}  // namespace offhook::cli

int main(int argc, char** argv) {
  using namespace offhook::cli;
  CLI::App app{"offhook: the open software of a SIP desk phone", "offhook"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("offhook ") + OFFHOOK_VERSION);
  std::string colour = "auto";
  app.add_option("--color", colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));

  DemoCommand demo;
  auto* demo_app = app.add_subcommand("demo", "two phones register, ring, talk, hold and hang up");
  demo_app->add_flag("--tour", demo.tour, "the eleven call flows, each with its ladder");
  demo_app->add_flag("--virtual", demo.is_virtual, "virtual time, one thread, no sockets");
  demo_app->add_option("--seed", demo.seed, "decides everything random (default 7)");
  demo_app->add_option("--out", demo.out, "folder for the results (offhook-demo)");
  demo_app->add_flag("--json", demo.json, "print summary.json instead of the ladder");
  demo_app->footer(demo_examples);

  SimCommand sim;
  auto* sim_app = app.add_subcommand("sim", "run scenario files, compare ladders");
  add_sim(*sim_app, sim);
  SwarmOptions swarm;
  add_swarm(*sim_app, swarm);

  RunCommand run;
  auto* run_app = app.add_subcommand("run", "be a phone: register, answer, serve the API");
  run_app->add_option("--config", run.config, "settings (phone.toml)");
  run_app->add_option("--board", run.board, "plugin by name or path, instead of the file's");
  run_app->add_option("--record", run.record, "write all that happens into this file");
  run_app->add_option("--record-limit", run.record_limit_mib, "its size in MiB (64)")
      ->check(CLI::Range(1, 65536));
  run_app->footer(run_examples);

  FleetCommand fleet;
  auto* fleet_app = app.add_subcommand("fleet", "many phones that call each other, as a load");
  add_fleet(*fleet_app, fleet);

  CtlOptions ctl;
  std::string ctl_timeout;
  auto* ctl_app = app.add_subcommand("ctl", "drive a running phone");
  add_ctl(*ctl_app, ctl, ctl_timeout);

  ParseCommand sip, sdp;
  auto* sip_app = add_parse(app, "sip", "SIP messages", sip_examples, sip);
  auto* sdp_app = add_parse(app, "sdp", "session descriptions", sdp_examples, sdp);
  auto* version_app = app.add_subcommand("version", "print the version");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_code::done : exit_code::usage;
  }
  demo.colour = sip.colour = sdp.colour = wants_colour(colour);
  if (sip_app->parsed()) return run_sip_parse(sip);
  if (sdp_app->parsed()) return run_sdp_parse(sdp);
  if (demo_app->parsed()) return run_demo_command(demo);
  if (sim_app->parsed() && swarm.is_on) return run_swarm(swarm.command, sim);
  if (sim_app->parsed() && !sim.replay.empty()) return run_replay_command(sim.replay);
  if (sim_app->parsed()) return run_sim_command(sim);
  if (fleet_app->parsed()) return run_fleet_command(fleet);
  if (run_app->parsed()) return run_run_command(run);
  if (version_app->parsed()) {
    std::printf("offhook %s\n", OFFHOOK_VERSION);
    return exit_code::done;
  }
  if (ctl_app->parsed() && !ctl_timeout.empty() && !(ctl.timeout = parse_duration(ctl_timeout))) {
    std::fprintf(stderr, "offhook: --timeout %s: expected 5s, 500ms or 2min\n",
                 ctl_timeout.c_str());
    return exit_code::usage;
  }
  return run_ctl(ctl);
}
