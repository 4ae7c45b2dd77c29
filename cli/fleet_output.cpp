// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/fleet_output.hpp"

#include <cerrno>
#include <cstring>

#include <unistd.h>

#include "cli/exit_code.hpp"

namespace offhook::cli {
namespace {

using sim::fleet::Outcome;

int exit_code_of(const sim::fleet::Report& report) {
  switch (report.outcome) {
    case Outcome::server_silent:
    case Outcome::workers_missing:
      return exit_code::environment;
    case Outcome::interrupted:
      return exit_code::interrupted;
    case Outcome::server_refused:
      return exit_code::failed;
    case Outcome::finished:
      break;
  }
  return report.passed() ? exit_code::done : exit_code::failed;
}

}  // namespace

FleetOutput::FleetOutput(Files files)
    : files_(std::move(files)), is_terminal_(isatty(STDERR_FILENO) != 0) {}

absl::StatusOr<std::unique_ptr<FleetOutput>> FleetOutput::open(Files files) {
  auto output = std::unique_ptr<FleetOutput>(new FleetOutput(std::move(files)));
  const auto cannot = [](const std::string& path) {
    return unavailable("cannot write " + path + ": " + std::strerror(errno));
  };
  if (const auto& path = output->files_.csv; !path.empty()) {
    output->csv_ = std::fopen(path.c_str(), "we");
    if (output->csv_ == nullptr) return cannot(path);
    output->call_over(sim::fleet::csv_head());
  }
  // An hour later would be a bad time to learn of it.
  if (const auto& path = output->files_.json; !path.empty() && path != "-") {
    std::FILE* file = std::fopen(path.c_str(), "we");
    if (file == nullptr) return cannot(path);
    std::fclose(file);
  }
  return output;
}

FleetOutput::~FleetOutput() {
  if (csv_ != nullptr) std::fclose(csv_);
}

void FleetOutput::call_over(const std::string& csv_line) {
  if (csv_ == nullptr) return;
  std::fputs(csv_line.c_str(), csv_);
  std::fflush(csv_);
}

void FleetOutput::progress(const std::string& line) {
  if (is_terminal_) std::fprintf(stderr, "\r\033[K%s", line.c_str());
}

int FleetOutput::report(const sim::fleet::Report& report) {
  if (is_terminal_) std::fprintf(stderr, "\r\033[K");
  if (files_.json == "-")
    std::fputs(to_json(report).c_str(), stdout);
  else
    std::fputs(to_text(report).c_str(), stdout);
  std::fflush(stdout);
  if (files_.json.empty() || files_.json == "-") return exit_code_of(report);
  std::FILE* file = std::fopen(files_.json.c_str(), "we");
  const auto text = to_json(report);
  const bool written = file != nullptr && std::fputs(text.c_str(), file) >= 0;
  if (file == nullptr || std::fclose(file) != 0 || !written) {
    std::fprintf(stderr, "offhook: cannot write %s: %s\n", files_.json.c_str(),
                 std::strerror(errno));
    return exit_code::environment;
  }
  return exit_code_of(report);
}

}  // namespace offhook::cli
