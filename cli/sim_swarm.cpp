// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sim_swarm.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/exit_code.hpp"
#include "cli/plugin_path.hpp"
#include "cli/sim_files.hpp"
#include "cli/sim_swarm_apart.hpp"
#include "hal/plugin_loader.hpp"
#include "sim/swarm/shrink.hpp"

namespace offhook::cli {
namespace {

namespace json = boost::json;
using sim::swarm::Walk;

int complain(const std::string& what, int code) {
  std::fprintf(stderr, "offhook: %s\n", what.c_str());
  return code;
}

double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// A walk that failed, as short as it could be made.
struct Failure {
  std::string name;  ///< "seed 17", or its file
  Walk walk;
  WalkReport report;
  std::string file;  ///< where it was written
};

class SwarmRun {
 public:
  explicit SwarmRun(const SwarmCommand& command) : command_(command) {}
  int run();

 private:
  int plan();
  [[nodiscard]] Walk walk_of(std::size_t number) const;
  [[nodiscard]] std::string name_of(std::size_t number) const;
  void take(std::size_t number, WalkReport report);
  void show_progress() const;
  void shrink(Failure& failure) const;
  void write(Failure& failure) const;
  void show(const Failure& failure) const;
  int conclude();
  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

  const SwarmCommand& command_;
  std::string board_plugin_;
  std::vector<Walk> files_;
  std::uint64_t first_seed_ = 0;
  std::size_t count_ = 0, done_ = 0;
  double lived_s_ = 0;
  std::map<std::size_t, std::uint64_t> hashes_;
  std::map<std::size_t, WalkReport> failed_;
  std::vector<Failure> failures_;
  std::string cannot_;
  bool is_terminal_ = isatty(STDERR_FILENO) != 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

int SwarmRun::plan() {
  for (const auto& path : command_.files) {
    const auto text = read_whole(path);
    if (!text.ok()) return complain(message_of(text.status()), exit_code::invalid_input);
    auto walk = sim::swarm::read_walk(*text, path);
    if (!walk.ok()) return complain(message_of(walk.status()), exit_code::invalid_input);
    files_.push_back(*std::move(walk));
  }
  count_ = files_.size();
  if (count_ > 0) return exit_code::done;
  const auto seeds = parse_seeds(command_.seeds);
  if (!seeds)
    return complain("--seeds " + command_.seeds + ": expected A-B or one number", exit_code::usage);
  first_seed_ = seeds->first;
  count_ = static_cast<std::size_t>(seeds->second - seeds->first + 1);
  return exit_code::done;
}

Walk SwarmRun::walk_of(std::size_t number) const {
  Walk walk = files_.empty() ? sim::swarm::make_walk(first_seed_ + number,
                                                     std::chrono::minutes(command_.minutes))
                             : files_[number];
  if (command_.steps > 0 && walk.steps.size() > static_cast<std::size_t>(command_.steps))
    walk.steps.resize(static_cast<std::size_t>(command_.steps));
  return walk;
}

std::string SwarmRun::name_of(std::size_t number) const {
  return files_.empty() ? "seed " + std::to_string(first_seed_ + number) : command_.files[number];
}

void SwarmRun::show_progress() const {
  if (!is_terminal_) return;
  std::fprintf(stderr, "\r\033[K  %zu of %zu walks, %zu failed, %.0f s …", done_, count_,
               failed_.size(), elapsed());
}

void SwarmRun::take(std::size_t number, WalkReport report) {
  ++done_;
  lived_s_ += report.lived_s;
  hashes_[number] = report.hash;
  if (!report.could_run && cannot_.empty()) cannot_ = report.text;
  if (!report.rule.empty()) {
    if (is_terminal_) std::fprintf(stderr, "\r\033[K");
    if (!command_.json)
      std::printf("  FAIL  %s: %s", name_of(number).c_str(),
                  report.text.substr(0, report.text.find('\n') + 1).c_str());
    std::fflush(stdout);
    failed_[number] = std::move(report);
  }
  show_progress();
}

/// What breaks the same rule counts as the same failure.
void SwarmRun::shrink(Failure& failure) const {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(command_.shrink_s);
  const auto may_go_on = [&] {
    if (is_terminal_)
      std::fprintf(stderr, "\r\033[K  %s: looking for a shorter script, %.0f s …",
                   failure.name.c_str(), elapsed());
    return std::chrono::steady_clock::now() < limit;
  };
  const auto still_fails = [&](const std::vector<sim::swarm::Step>& steps) {
    Walk fewer = failure.walk;
    fewer.steps = steps;
    auto report = run_walk_apart(fewer, board_plugin_);
    if (report.rule != failure.report.rule) return false;
    failure.report = std::move(report);
    return true;
  };
  if (command_.shrink_s > 0)
    failure.walk.steps = sim::swarm::shrink(failure.walk.steps, still_fails, may_go_on);
  if (is_terminal_) std::fprintf(stderr, "\r\033[K");
}

void SwarmRun::write(Failure& failure) const {
  const std::string folder = command_.report.empty() ? "offhook-swarm" : command_.report;
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  std::string name = files_.empty() ? "seed-" + std::to_string(failure.walk.seed)
                                    : std::filesystem::path(failure.name).stem().string();
  const std::string path = (std::filesystem::path(folder) / (name + ".walk")).string();
  if (write_whole(path, "# " + failure.report.rule + "\n" + to_text(failure.walk)).ok())
    failure.file = path;
}

void SwarmRun::show(const Failure& failure) const {
  constexpr std::size_t most_lines = 40;
  std::printf("\n%s: %s", failure.name.c_str(), failure.report.text.c_str());
  std::printf("%zu steps:\n", failure.walk.steps.size());
  for (std::size_t i = 0; i < std::min(failure.walk.steps.size(), most_lines); ++i)
    std::printf("  %s\n", to_line(failure.walk.steps[i]).c_str());
  if (failure.walk.steps.size() > most_lines) std::printf("  …\n");
  if (files_.empty())
    std::printf("whole walk: offhook sim --swarm --seeds %llu --minutes %lld\n",
                static_cast<unsigned long long>(failure.walk.seed),
                static_cast<long long>(command_.minutes));
  if (!failure.file.empty()) std::printf("again: offhook sim --swarm %s\n", failure.file.c_str());
}

int SwarmRun::conclude() {
  if (!cannot_.empty()) return complain(cannot_, exit_code::environment);
  const double walked = elapsed(), processor = processor_seconds();
  // One of each kind is enough to work on.
  std::map<std::string, std::size_t> kinds;
  bool crashed = false;
  for (const auto& [number, report] : failed_) {
    crashed = crashed || report.crashed;
    if (kinds[report.rule]++ > 0) continue;
    Failure failure{name_of(number), walk_of(number), report, {}};
    shrink(failure);
    write(failure);
    if (!command_.json) show(failure);
    failures_.push_back(std::move(failure));
  }
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const auto& [number, each] : hashes_) hash = (hash ^ each) * 0x100000001B3ULL;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  if (command_.json) {
    json::array failures;
    for (const auto& failure : failures_) {
      json::array steps;
      for (const auto& step : failure.walk.steps) steps.emplace_back(to_line(step));
      failures.push_back(json::object{{"name", failure.name},
                                      {"rule", failure.report.rule},
                                      {"at_s", failure.report.at_s},
                                      {"text", failure.report.text},
                                      {"count", kinds[failure.report.rule]},
                                      {"steps", std::move(steps)},
                                      {"file", failure.file}});
    }
    std::printf("%s\n", json::serialize(json::object{{"walks", count_},
                                                     {"passed", count_ - failed_.size()},
                                                     {"failures", std::move(failures)},
                                                     {"hash", text},
                                                     {"virtual_s", lived_s_},
                                                     {"wall_s", walked},
                                                     {"cpu_s", processor}})
                            .c_str());
  } else {
    for (const auto& [rule, count] : kinds)
      std::printf("%s%6zu × %s\n", rule == kinds.begin()->first ? "\n" : "", count, rule.c_str());
    std::printf("%zu of %zu walks passed; %.0f s lived in %.1f s (%.1f s of processor), hash %s\n",
                count_ - failed_.size(), count_, lived_s_, walked, processor, text);
  }
  if (crashed) return exit_code::bug;
  return failed_.empty() ? exit_code::done : exit_code::failed;
}

int SwarmRun::run() {
  if (const int code = plan(); code != exit_code::done) return code;
  const auto plugin = hal::PluginLoader(plugin_path()).load("sim");
  if (!plugin.ok()) return complain(message_of(plugin.status()), exit_code::environment);
  board_plugin_ = (*plugin)->info().path;
  run_walks_apart(
      count_, command_.jobs, board_plugin_, [this](std::size_t number) { return walk_of(number); },
      [this](std::size_t number, WalkReport report) { take(number, std::move(report)); });
  if (is_terminal_) std::fprintf(stderr, "\r\033[K");
  return conclude();
}

}  // namespace

int run_swarm_command(const SwarmCommand& command) { return SwarmRun(command).run(); }

}  // namespace offhook::cli
