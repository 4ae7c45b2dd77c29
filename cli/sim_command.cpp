// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sim_command.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>

#include <regex.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "actors/sip/uri.hpp"
#include "cli/exit_code.hpp"
#include "cli/plugin_path.hpp"
#include "cli/sim_files.hpp"
#include "cli/sim_jobs.hpp"
#include "cli/sim_serve.hpp"
#include "hal/plugin_loader.hpp"
#include "sim/run_files.hpp"
#include "sim/scenario/bless.hpp"
#include "sim/scenario/python_program.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/runner.hpp"
#include "sim/scenario/trace_hash.hpp"

namespace offhook::cli {
namespace {

namespace scenario = sim::scenario;
using scenario::CaseResult;
using scenario::Scenario;

constexpr std::size_t narrowest = 80, widest = 200;

int complain(const std::string& what, int code) {
  std::fprintf(stderr, "offhook: %s\n", what.c_str());
  return code;
}

std::size_t terminal_columns() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return narrowest;
  return std::clamp<std::size_t>(size.ws_col, narrowest, widest);
}

/// An extended regular expression of POSIX, in which case does not count. The library's own would
/// recurse once for each letter of what it searches.
class Pattern {
 public:
  explicit Pattern(const std::string& text)
      : good_(regcomp(&pattern_, text.c_str(), REG_EXTENDED | REG_ICASE | REG_NOSUB) == 0) {}
  ~Pattern() {
    if (good_) regfree(&pattern_);
  }
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  [[nodiscard]] bool is_good() const { return good_; }
  [[nodiscard]] bool is_in(const std::string& text) const {
    return regexec(&pattern_, text.c_str(), 0, nullptr, 0) == 0;
  }

 private:
  regex_t pattern_{};
  bool good_;
};

/// One scenario with one seed.
struct Case {
  std::size_t scenario = 0;
  std::uint64_t seed = 0;
};

class SimRun {
 public:
  explicit SimRun(const SimCommand& command) : command_(command) {}

  int run();

 private:
  int choose_mode();
  int load();
  int list() const;
  int emit() const;
  int refuse_many(const std::string& option) const;
  void plan(std::optional<std::pair<std::uint64_t, std::uint64_t>> seeds);
  CaseResult run_case(const Case& each) const;
  [[nodiscard]] std::string mode_options() const {
    return command_.realtime        ? " --realtime"
           : command_.proxy.empty() ? ""
                                    : " --proxy " + command_.proxy;
  }
  void write_report(const scenario::Outcome& outcome, CaseResult& result) const;
  void bless(const Scenario& scenario, const scenario::Outcome& outcome, CaseResult& result) const;
  void show(const CaseResult& result) const;
  int conclude(const std::vector<CaseResult>& results, double seconds) const;

  const SimCommand& command_;
  scenario::RunOptions options_;
  std::vector<Scenario> scenarios_;
  std::vector<Case> cases_;
  bool has_seeds_ = false;
};

/// "sip:127.0.0.1:5060", also without the port. The phones have loopback addresses of their own, so
/// that is where the proxy must be.
std::optional<Endpoint> proxy_endpoint(const std::string& text) {
  const auto uri = sip::parse_uri(text);
  if (!uri.ok() || uri->scheme != sip::Scheme::sip || !uri->user.empty() ||
      !(uri->transport().empty() || uri->transport() == "udp"))
    return std::nullopt;
  const auto address = uri->host == "localhost" ? std::optional(IpAddress::v4(127, 0, 0, 1))
                                                : IpAddress::parse(uri->host);
  if (!address || !address->is_loopback() || address->is_v6()) return std::nullopt;
  return Endpoint{*address, uri->effective_port()};
}

int SimRun::choose_mode() {
  const bool is_virtual = !command_.realtime && command_.proxy.empty();
  if (command_.realtime) options_.mode = scenario::Mode::real_time;
  if (!command_.proxy.empty()) {
    const auto proxy = proxy_endpoint(command_.proxy);
    if (!proxy)
      return complain("--proxy " + command_.proxy +
                          ": expected sip:ADDRESS:PORT with an address of 127.0.0.0/8, where the "
                          "phones have theirs",
                      exit_code::usage);
    options_.mode = scenario::Mode::far_proxy;
    options_.proxy = *proxy;
  }
  if (is_virtual) return exit_code::done;
  if (command_.bless || command_.trace_hash)
    return complain("--bless and --trace-hash are for virtual time: in real time two runs differ",
                    exit_code::usage);
  return exit_code::done;
}

/// Reads all files first: a fault in the last one is told before anything runs.
int SimRun::load() {
  const auto files = find_scenarios(
      command_.paths.empty() ? std::vector<std::string>{"sim/scenarios"} : command_.paths);
  if (!files.ok()) return complain(message_of(files.status()), exit_code::invalid_input);
  const Pattern pattern(command_.pattern);
  if (!pattern.is_good())
    return complain("-k " + command_.pattern + ": expected a regular expression", exit_code::usage);
  bool faulty = false;
  for (const auto& file : *files) {
    const auto text = read_whole(file);
    if (!text.ok()) return complain(message_of(text.status()), exit_code::invalid_input);
    auto read = scenario::read_scenario(*text, file);
    if (auto* faults = std::get_if<scenario::Faults>(&read)) {
      if (!pattern.is_in(file)) continue;
      faulty = true;
      for (const auto& fault : *faults)
        std::fprintf(stderr, "%s\n", to_string(fault, file).c_str());
      continue;
    }
    auto& good = std::get<Scenario>(read);
    if (pattern.is_in(file) || pattern.is_in(good.title)) scenarios_.push_back(std::move(good));
  }
  if (faulty) return exit_code::invalid_input;
  if (scenarios_.empty()) return complain("no scenario is chosen", exit_code::usage);
  return exit_code::done;
}

int SimRun::list() const {
  for (const auto& each : scenarios_)
    std::printf("%s  %s\n", each.file.c_str(), each.title.c_str());
  return exit_code::done;
}

/// What only makes sense for one scenario.
int SimRun::refuse_many(const std::string& option) const {
  if (scenarios_.size() == 1) return exit_code::done;
  return complain(
      option + " is for one scenario; " + std::to_string(scenarios_.size()) + " are chosen",
      exit_code::usage);
}

int SimRun::emit() const {
  if (const int code = refuse_many("--emit"); code != exit_code::done) return code;
  std::fputs(scenario::to_python(scenarios_.front()).c_str(), stdout);
  return exit_code::done;
}

void SimRun::plan(std::optional<std::pair<std::uint64_t, std::uint64_t>> seeds) {
  has_seeds_ = seeds.has_value();
  for (std::size_t i = 0; i < scenarios_.size(); ++i) {
    const auto [first, last] = seeds.value_or(std::pair(scenarios_[i].seed, scenarios_[i].seed));
    for (std::uint64_t seed = first; seed <= last; ++seed) cases_.push_back({i, seed});
  }
}

CaseResult SimRun::run_case(const Case& each) const {
  const Scenario& scenario = scenarios_[each.scenario];
  CaseResult result;
  result.file = scenario.file;
  result.name = scenario.file + (has_seeds_ ? " seed " + std::to_string(each.seed) : "");
  result.title = scenario.title;
  auto options = options_;
  options.seed = each.seed;
  options.compares = !command_.bless;
  const auto outcome = scenario::run_scenario(scenario, options);
  if (!outcome.ok()) {
    result.could_run = false;
    result.explanation = scenario.file + ": " + message_of(outcome.status()) + "\n";
    return result;
  }
  if (!outcome->skipped.empty()) {
    result.skipped = outcome->skipped;
    return result;
  }
  result.pass = outcome->pass();
  result.seconds = outcome->record.wall_s;
  result.explanation = outcome->explanation;
  result.hash = scenario::trace_hash(outcome->record);
  if (command_.bless && result.pass) bless(scenario, *outcome, result);
  if (!result.pass)
    result.explanation += "\nagain: offhook sim " + scenario.file + " --seeds " +
                          std::to_string(each.seed) + mode_options() + "\n";
  if (!command_.report.empty()) write_report(*outcome, result);
  return result;
}

/// One folder a run, named like the file.
void SimRun::write_report(const scenario::Outcome& outcome, CaseResult& result) const {
  std::string name = std::filesystem::path(result.file).stem().string();
  if (has_seeds_) name += "-seed-" + std::to_string(outcome.record.seed);
  const auto folder = (std::filesystem::path(command_.report) / name).string();
  const auto written = sim::write_run_files(outcome.record, folder, OFFHOOK_VERSION);
  if (!written.ok()) {
    result.could_run = result.pass = false;
    result.explanation += message_of(written.status()) + "\n";
  } else if (!result.pass) {
    result.explanation += "report: " + folder + "/report.html\n";
  }
}

void SimRun::bless(const Scenario& scenario, const scenario::Outcome& outcome,
                   CaseResult& result) const {
  const auto text = read_whole(scenario.file);
  if (!text.ok()) return;
  const auto fresh = scenario::blessed(*text, scenario, outcome.observed);
  if (fresh == *text) return;
  if (const auto status = write_whole(scenario.file, fresh); !status.ok()) {
    result.could_run = result.pass = false;
    result.explanation = message_of(status) + "\n";
  } else {
    std::printf("  wrote  the ladder of %s\n", scenario.file.c_str());
  }
}

void SimRun::show(const CaseResult& result) const {
  if (!result.skipped.empty()) {
    std::printf("  skip           %s: %s\n", result.name.c_str(), result.skipped.c_str());
    return;
  }
  std::printf("  %s  %5.2f s  %s%s%s\n", result.pass ? "pass" : "FAIL", result.seconds,
              result.name.c_str(), command_.trace_hash ? "  " : "",
              command_.trace_hash ? result.hash.c_str() : "");
  if (!result.pass) std::printf("\n%s\n", result.explanation.c_str());
  std::fflush(stdout);
}

int SimRun::conclude(const std::vector<CaseResult>& results, double seconds) const {
  if (!command_.junit.empty()) {
    const auto status = write_whole(command_.junit, scenario::to_junit(results));
    if (!status.ok()) return complain(message_of(status), exit_code::environment);
  }
  std::size_t passed = 0, skipped = 0;
  bool could_run = true;
  std::string hashes;
  for (const auto& each : results) {
    passed += each.pass ? 1 : 0;
    skipped += each.skipped.empty() ? 0 : 1;
    could_run = could_run && each.could_run;
    hashes += each.hash + "\n";
  }
  if (command_.trace_hash) std::printf("trace-hash %s\n", scenario::hash_of_text(hashes).c_str());
  std::printf("%zu of %zu passed", passed, results.size());
  if (skipped > 0) std::printf(", %zu skipped", skipped);
  std::printf(" in %.1f s\n", seconds);
  if (!could_run) return exit_code::environment;
  return passed + skipped == results.size() ? exit_code::done : exit_code::failed;
}

int SimRun::run() {
  const auto seeds = parse_seeds(command_.seeds);
  if (!command_.seeds.empty() && !seeds)
    return complain("--seeds " + command_.seeds + ": expected A-B or one number", exit_code::usage);
  if (const int code = choose_mode(); code != exit_code::done) return code;
  if (const int code = load(); code != exit_code::done) return code;
  if (command_.list) return list();
  if (!command_.emit.empty()) return emit();
  const auto plugin = hal::PluginLoader(plugin_path()).load("sim");
  if (!plugin.ok()) return complain(message_of(plugin.status()), exit_code::environment);
  options_.board_plugin = (*plugin)->info().path;
  options_.columns = terminal_columns();
  if (command_.serve) {
    if (const int code = refuse_many("--serve"); code != exit_code::done) return code;
    return serve_scenario(scenarios_.front(), options_.board_plugin);
  }
  plan(seeds);

  const auto start = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const bool shows_progress = isatty(STDERR_FILENO) != 0;
  std::size_t done = 0;
  const auto finished = [&](const CaseResult& result) {
    ++done;
    if (shows_progress) std::fprintf(stderr, "\r\033[K");
    show(result);
    if (shows_progress && done < cases_.size())
      std::fprintf(stderr, "  %zu of %zu, %.0f s …", done, cases_.size(), elapsed());
  };
  const auto results = run_jobs(
      cases_.size(), command_.bless ? 1 : command_.jobs,
      [&](std::size_t number) { return run_case(cases_[number]); }, finished);
  return conclude(results, elapsed());
}

}  // namespace

int run_sim_command(const SimCommand& command) { return SimRun(command).run(); }

}  // namespace offhook::cli
