// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sim_swarm_apart.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/swarm/run_walk.hpp"

namespace offhook::cli {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

/// Ten virtual minutes take a second or two; what takes longer than this turns in circles.
constexpr auto longest_walk = std::chrono::minutes{5};

std::string to_json(const absl::StatusOr<sim::swarm::WalkResult>& result) {
  if (!result.ok()) return json::serialize(json::object{{"cannot", message_of(result.status())}});
  json::object told{{"rule", ""},
                    {"at_s", 0.0},
                    {"text", ""},
                    {"hash", result->hash},
                    {"lived_s", std::chrono::duration<double>(result->lived).count()},
                    {"seconds", result->seconds}};
  if (!result->breaches.empty()) {
    const auto& first = result->breaches.front();
    std::string text;
    for (const auto& breach : result->breaches) text += sim::swarm::to_string(breach) + "\n";
    told["rule"] = first.rule;
    told["at_s"] = std::chrono::duration<double>(first.at).count();
    told["text"] = text;
  }
  return json::serialize(told);
}

WalkReport report_of(const std::string& text, int status) {
  WalkReport report;
  boost::system::error_code bad;
  const auto told = json::parse(text, bad);
  if (bad || !told.is_object()) {
    report.crashed = true;
    report.rule = "the program crashed";
    report.text = report.rule +
                  (WIFSIGNALED(status) ? std::string(": ") + strsignal(WTERMSIG(status))
                                       : " with code " + std::to_string(WEXITSTATUS(status))) +
                  "\n";
    return report;
  }
  const auto& object = told.get_object();
  if (const auto* cannot = object.if_contains("cannot")) {
    report.could_run = false;
    report.text = std::string(cannot->as_string()) + "\n";
    return report;
  }
  report.rule = object.at("rule").as_string();
  report.at_s = object.at("at_s").to_number<double>();
  report.text = object.at("text").as_string();
  report.hash = object.at("hash").to_number<std::uint64_t>();
  report.lived_s = object.at("lived_s").to_number<double>();
  report.seconds = object.at("seconds").to_number<double>();
  return report;
}

struct Child {
  std::size_t number = 0;
  pid_t process = -1;
  int results = -1;
  std::string text;
  Clock::time_point started;
};

Child start_child(std::size_t number, const sim::swarm::Walk& walk,
                  const std::string& board_plugin) {
  int ends[2];
  if (pipe(ends) != 0) return {};
  std::fflush(nullptr);  // or the child would print it again
  const pid_t process = fork();
  if (process != 0) {
    close(ends[1]);
    return {number, process, ends[0], {}, Clock::now()};
  }
  close(ends[0]);
  const std::string text = to_json(sim::swarm::run_walk(walk, board_plugin));
  for (std::size_t written = 0; written < text.size();) {
    const auto count = write(ends[1], text.data() + written, text.size() - written);
    if (count <= 0) break;
    written += static_cast<std::size_t>(count);
  }
  _exit(0);
}

/// Reads what the child has to say; true once that was all.
bool has_ended(Child& child) {
  char piece[4096];
  const auto count = read(child.results, piece, sizeof piece);
  if (count > 0) child.text.append(piece, static_cast<std::size_t>(count));
  return count <= 0;
}

WalkReport bury(Child& child) {
  int status = 0;
  close(child.results);
  if (child.process > 0) waitpid(child.process, &status, 0);
  return report_of(child.text, status);
}

}  // namespace

void run_walks_apart(std::size_t count, int jobs, const std::string& board_plugin,
                     const std::function<sim::swarm::Walk(std::size_t)>& make,
                     const std::function<void(std::size_t, WalkReport)>& finished) {
  std::vector<Child> children;
  for (std::size_t next = 0; next < count || !children.empty();) {
    while (next < count && children.size() < static_cast<std::size_t>(std::max(jobs, 1))) {
      children.push_back(start_child(next, make(next), board_plugin));
      ++next;
    }
    std::vector<pollfd> waits;
    for (const auto& child : children) waits.push_back({child.results, POLLIN, 0});
    poll(waits.data(), waits.size(), 1000);
    for (std::size_t i = children.size(); i-- > 0;) {
      auto& child = children[i];
      if (Clock::now() - child.started > longest_walk && child.process > 0)
        kill(child.process, SIGKILL);
      if ((child.results >= 0 && waits[i].revents == 0) || !has_ended(child)) continue;
      const auto number = child.number;
      auto report = bury(child);
      children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
      finished(number, std::move(report));
    }
  }
}

WalkReport run_walk_apart(const sim::swarm::Walk& walk, const std::string& board_plugin) {
  WalkReport found;
  run_walks_apart(
      1, 1, board_plugin, [&](std::size_t) { return walk; },
      [&](std::size_t, WalkReport report) { found = std::move(report); });
  return found;
}

}  // namespace offhook::cli
