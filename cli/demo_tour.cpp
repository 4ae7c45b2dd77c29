// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/demo_tour.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <vector>

#include <unistd.h>

#include "cli/exit_code.hpp"
#include "cli/scenario_path.hpp"
#include "cli/sim_files.hpp"
#include "sim/html.hpp"
#include "sim/run_files.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/runner.hpp"

namespace offhook::cli {
namespace {

namespace scenario = sim::scenario;

int complain(const std::string& what, int code) {
  std::fprintf(stderr, "offhook: %s\n", what.c_str());
  return code;
}

/// One flow that was played.
struct Stop {
  std::string title, name;  ///< name: of its folder
  bool pass = false;
};

class Tour {
 public:
  explicit Tour(const DemoTour& tour) : tour_(tour) {}

  int run();

 private:
  int visit(const std::string& file, std::size_t number);
  void show(const scenario::Scenario& scenario, const scenario::Outcome& outcome,
            std::size_t number) const;
  [[nodiscard]] absl::Status write_index() const;

  const DemoTour& tour_;
  std::size_t total_ = 0;
  std::vector<Stop> stops_;
};

/// The rows after the registrations, which are the same in every flow.
std::span<const sim::LadderRow> without_registrations(std::span<const sim::LadderRow> rows) {
  const auto first = std::find_if(rows.begin(), rows.end(),
                                  [](const auto& row) { return row.method != "REGISTER"; });
  return rows.subspan(static_cast<std::size_t>(first - rows.begin()));
}

void Tour::show(const scenario::Scenario& scenario, const scenario::Outcome& outcome,
                std::size_t number) const {
  std::printf("%zu of %zu  %s\n\n", number, total_, scenario.title.c_str());
  const auto& record = outcome.record;
  std::printf("%s\n", sim::render_text(without_registrations(record.ladder), record.participants,
                                       {80, tour_.colour})
                          .c_str());
  if (!record.pass) std::printf("%s\n", outcome.explanation.c_str());
  std::printf("  %s  %zu steps, %zu messages and streams, %.1f s in virtual time\n\n\n",
              record.pass ? "pass" : "FAIL", record.steps.size(), record.ladder.size(),
              std::chrono::duration<double>(record.duration).count());
  std::fflush(stdout);
}

int Tour::visit(const std::string& file, std::size_t number) {
  const auto text = read_whole(file);
  if (!text.ok()) return complain(message_of(text.status()), exit_code::environment);
  const auto read = scenario::read_scenario(*text, file);
  if (const auto* faults = std::get_if<scenario::Faults>(&read))
    return complain(to_string(faults->front(), file), exit_code::invalid_input);
  const auto& flow = std::get<scenario::Scenario>(read);
  scenario::RunOptions options;
  options.seed = flow.seed;
  options.board_plugin = tour_.board_plugin;
  const auto outcome = scenario::run_scenario(flow, options);
  if (!outcome.ok()) return complain(message_of(outcome.status()), exit_code::environment);
  show(flow, *outcome, number);
  stops_.push_back({flow.title, std::filesystem::path(file).stem().string(), outcome->pass()});
  const auto written =
      sim::write_run_files(outcome->record, tour_.out + "/" + stops_.back().name, OFFHOOK_VERSION);
  return written.ok()
             ? exit_code::done
             : complain(message_of(written.status()) + "; choose another folder with --out",
                        exit_code::environment);
}

absl::Status Tour::write_index() const {
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>offhook: the call "
      "flows</title>\n<h1>The call flows</h1>\n<ol>\n";
  for (const auto& stop : stops_)
    page += "<li><a href=\"" + sim::html::escape(stop.name) + "/report.html\">" +
            sim::html::escape(stop.title) + "</a>: " + (stop.pass ? "pass" : "FAIL") + "</li>\n";
  return write_whole(tour_.out + "/index.html", page + "</ol>\n</html>\n");
}

int Tour::run() {
  const auto start = std::chrono::steady_clock::now();
  const auto folder = find_scenario_folder("flows");
  if (!folder)
    return complain("the call flows are not here: run it in the folder of offhook's sources",
                    exit_code::environment);
  const auto files = find_scenarios({*folder});
  if (!files.ok()) return complain(message_of(files.status()), exit_code::environment);
  total_ = files->size();
  const bool shows_progress = isatty(STDERR_FILENO) != 0;
  for (const auto& file : *files) {
    if (shows_progress) std::fprintf(stderr, "  %zu of %zu …", stops_.size() + 1, total_);
    const int code = visit(file, stops_.size() + 1);
    if (shows_progress) std::fprintf(stderr, "\r\033[K");
    if (code != exit_code::done) return code;
  }
  if (const auto status = write_index(); !status.ok())
    return complain(message_of(status), exit_code::environment);
  const auto passed = static_cast<std::size_t>(
      std::count_if(stops_.begin(), stops_.end(), [](const Stop& stop) { return stop.pass; }));
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  std::printf("  wrote  %s/index.html, and a report of each flow beside it\n", tour_.out.c_str());
  std::printf("  %s   %zu of %zu flows, %.1f s\n", passed == total_ ? "PASS" : "FAIL", passed,
              total_, wall.count());
  return passed == total_ ? exit_code::done : exit_code::failed;
}

}  // namespace

int run_demo_tour(const DemoTour& tour) { return Tour(tour).run(); }

}  // namespace offhook::cli
