// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sim_jobs.hpp"

#include <algorithm>
#include <cstdio>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace offhook::cli {
namespace {

namespace json = boost::json;
using sim::scenario::CaseResult;

std::string to_line(const CaseResult& result) {
  return json::serialize(json::object{{"file", result.file},
                                      {"name", result.name},
                                      {"title", result.title},
                                      {"pass", result.pass},
                                      {"could_run", result.could_run},
                                      {"seconds", result.seconds},
                                      {"explanation", result.explanation},
                                      {"hash", result.hash},
                                      {"skipped", result.skipped}}) +
         "\n";
}

CaseResult from_line(const std::string& line) {
  const auto object = json::parse(line).as_object();
  const auto text = [&](std::string_view key) { return std::string(object.at(key).as_string()); };
  return {text("file"),
          text("name"),
          text("title"),
          object.at("pass").as_bool(),
          object.at("could_run").as_bool(),
          object.at("seconds").to_number<double>(),
          text("explanation"),
          text("hash"),
          text("skipped")};
}

/// A process that does every jobs-th run, and the pipe it tells the results through.
struct Worker {
  pid_t process = -1;
  FILE* results = nullptr;
};

Worker start_worker(std::size_t first, std::size_t count, std::size_t step,
                    const std::function<CaseResult(std::size_t)>& run) {
  int ends[2];
  if (pipe(ends) != 0) return {};
  std::fflush(nullptr);  // or the child would print it again
  const pid_t process = fork();
  if (process != 0) {
    close(ends[1]);
    return {process, process > 0 ? fdopen(ends[0], "r") : nullptr};
  }
  close(ends[0]);
  FILE* out = fdopen(ends[1], "w");
  for (std::size_t i = first; i < count; i += step) {
    const std::string line = to_line(run(i));
    std::fwrite(line.data(), 1, line.size(), out);
    std::fflush(out);
  }
  std::fclose(out);
  std::fflush(nullptr);
  _exit(0);
}

CaseResult next_result(const Worker& worker, std::size_t number) {
  std::string line;
  if (worker.results != nullptr)
    for (int c = std::fgetc(worker.results); c != EOF && c != '\n'; c = std::fgetc(worker.results))
      line += static_cast<char>(c);
  if (!line.empty() && line.back() == '}') return from_line(line);
  CaseResult lost;
  lost.file = lost.name = "run " + std::to_string(number + 1);
  lost.could_run = false;
  lost.explanation = "its process ended before it was done; --jobs 1 shows why\n";
  return lost;
}

}  // namespace

std::vector<CaseResult> run_jobs(std::size_t count, int jobs,
                                 const std::function<CaseResult(std::size_t)>& run,
                                 const std::function<void(const CaseResult&)>& finished) {
  std::vector<CaseResult> results;
  const std::size_t step =
      std::min<std::size_t>(count, static_cast<std::size_t>(std::max(jobs, 1)));
  if (step <= 1) {
    for (std::size_t i = 0; i < count; ++i) {
      results.push_back(run(i));
      finished(results.back());
    }
    return results;
  }
  std::vector<Worker> workers;
  for (std::size_t i = 0; i < step; ++i) workers.push_back(start_worker(i, count, step, run));
  for (std::size_t i = 0; i < count; ++i) {
    results.push_back(next_result(workers[i % step], i));
    finished(results.back());
  }
  for (const auto& worker : workers) {
    if (worker.results != nullptr) std::fclose(worker.results);
    if (worker.process > 0) waitpid(worker.process, nullptr, 0);
  }
  return results;
}

}  // namespace offhook::cli
