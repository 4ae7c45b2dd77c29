// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sim_serve.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>

#include <boost/json/serialize.hpp>

#include "cli/exit_code.hpp"
#include "sim/scenario/runner.hpp"
#include "sim/stage.hpp"

namespace offhook::cli {
namespace {

constexpr Instant start_time = 10s;

volatile std::sig_atomic_t caught = 0;
void catch_signal(int number) { caught = number; }

int complain(const absl::Status& status) {
  std::fprintf(stderr, "offhook: %s\n", message_of(status).c_str());
  return exit_code::environment;
}

}  // namespace

int serve_scenario(const sim::scenario::Scenario& scenario, const std::string& board_plugin) {
  sim::RunRecord record;
  auto stage = sim::Stage::make({scenario.seed, false, board_plugin}, record);
  if (!stage.ok()) return complain(stage.status());
  if (auto status = sim::scenario::set_stage(scenario, **stage); !status.ok())
    return complain(status);
  std::signal(SIGINT, catch_signal);
  std::signal(SIGTERM, catch_signal);
  const auto& phones = (*stage)->phones();
  const bool registers = !scenario.registrars.empty();
  const auto ready = [&] {
    return caught != 0 || std::all_of(phones.begin(), phones.end(), [&](const auto& phone) {
             return phone->api().ready() && (!registers || phone->view().registered());
           });
  };
  if (!(*stage)->world().run_until(ready, start_time))
    return complain(unavailable("the phones of " + scenario.file + " do not register"));
  for (const auto& phone : phones)
    std::printf("%s\n", boost::json::serialize(
                            boost::json::object{{"phone", phone->options().name},
                                                {"extension", phone->options().extension},
                                                {"url", phone->api_url()},
                                                {"token", phone->api_token()}})
                            .c_str());
  std::fflush(stdout);
  // Timers of the sound wake the loop many times a second, so a signal is seen soon.
  while (caught == 0) {
    (*stage)->world().run_until([] { return caught != 0; }, 1s);
    record.trace.clear();
    record.events.clear();
    for (const auto& phone : phones) phone->forget_heard();
  }
  return caught == SIGINT ? exit_code::interrupted : exit_code::terminated;
}

}  // namespace offhook::cli
