// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/demo_command.hpp"

#include <cstdio>

#include <unistd.h>

#include "cli/demo_tour.hpp"
#include "cli/exit_code.hpp"
#include "cli/plugin_path.hpp"
#include "hal/plugin_loader.hpp"
#include "sim/demo.hpp"
#include "sim/run_files.hpp"

namespace offhook::cli {
namespace {

void print_audio(const sim::RunRecord& result) {
  const char* head = "audio";
  for (const auto& way : result.directions) {
    std::printf(
        "  %-6s %5s -> %-5s  %llu packets  loss %llu  jitter %.1f ms  match %.2f  MOS %.1f\n", head,
        way.from.c_str(), way.to.c_str(), static_cast<unsigned long long>(way.received),
        static_cast<unsigned long long>(way.lost), way.jitter_ms, way.match, way.mos);
    head = "";
  }
}

void print_result(const sim::RunRecord& result, const DemoCommand& command) {
  const sim::TextStyle style{80, command.colour};
  std::printf("offhook %s   demo: two phones, one call   seed %llu%s\n\n", OFFHOOK_VERSION,
              static_cast<unsigned long long>(result.seed),
              result.is_virtual ? "   virtual time" : "");
  std::printf("%s\n", sim::render_text(result.ladder, result.participants, style).c_str());
  print_audio(result);
  std::printf(
      "  wrote  %s/{report.html,call.pcapng,alice.wav,bob.wav,\n"
      "         events.jsonl,summary.json}\n",
      command.out.c_str());
  for (const auto& failure : result.failures) std::printf("  FAIL   %s\n", failure.c_str());
  std::printf("  %s   %.1f s\n", result.pass ? "PASS" : "FAIL", result.wall_s);
  if (!result.pass) return;
  std::printf(
      "\n  next   ./offhook demo --virtual --seed 7   the same in virtual time\n"
      "         ./offhook run --config phone.toml   a phone at your own server\n"
      "         ./offhook ctl --help                drive a phone from a shell\n");
}

}  // namespace

int run_demo_command(const DemoCommand& command) {
  const auto plugin = hal::PluginLoader(plugin_path()).load("sim");
  if (!plugin.ok()) {
    std::fprintf(stderr, "offhook: %s\n", message_of(plugin.status()).c_str());
    return exit_code::environment;
  }
  if (command.tour)
    return run_demo_tour({(*plugin)->info().path,
                          command.out == DemoCommand{}.out ? DemoTour{}.out : command.out,
                          command.colour});
  sim::DemoOptions options;
  options.seed = command.seed;
  options.is_virtual = command.is_virtual;
  options.board_plugin = (*plugin)->info().path;
  if (!command.json && isatty(STDERR_FILENO) != 0)
    options.progress = [](std::string_view what) {
      std::fprintf(stderr, "\r\033[K  %.*s …", static_cast<int>(what.size()), what.data());
    };
  auto result = sim::run_demo(options);
  if (options.progress) std::fprintf(stderr, "\r\033[K");
  if (!result.ok()) {
    std::fprintf(stderr, "offhook: %s\n", message_of(result.status()).c_str());
    return exit_code::environment;
  }
  const auto written = sim::write_run_files(*result, command.out, OFFHOOK_VERSION);
  if (!written.ok()) {
    std::fprintf(stderr, "offhook: %s; choose another folder with --out\n",
                 message_of(written.status()).c_str());
    return exit_code::environment;
  }
  if (command.json)
    std::fputs(sim::to_json(sim::summary_of(*result, OFFHOOK_VERSION)).c_str(), stdout);
  else
    print_result(*result, command);
  return result->pass ? exit_code::done : exit_code::failed;
}

}  // namespace offhook::cli
