// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/replay_command.hpp"

#include <cstdio>

#include "cli/exit_code.hpp"
#include "cli/plugin_path.hpp"
#include "cli/sim_files.hpp"
#include "hal/plugin_loader.hpp"
#include "sim/record/replay.hpp"

namespace offhook::cli {
namespace {

int complain(int code, const std::string& what) {
  std::fprintf(stderr, "offhook: %s\n", what.c_str());
  return code;
}

}  // namespace

int run_replay_command(const std::string& file) {
  const auto octets = read_whole(file);
  if (!octets.ok()) return complain(exit_code::invalid_input, message_of(octets.status()));
  const auto recording = sim::record::read_recording(*octets);
  if (!recording.ok())
    return complain(exit_code::invalid_input, file + ": " + message_of(recording.status()));
  const auto plugin = hal::PluginLoader(plugin_path()).load("sim");
  if (!plugin.ok()) return complain(exit_code::environment, message_of(plugin.status()));
  const auto result = sim::record::replay(*recording, (*plugin)->info().path);
  if (!result.ok())
    return complain(exit_code::invalid_input, file + ": " + message_of(result.status()));
  std::fputs(sim::record::to_text(*result, *recording).c_str(), stdout);
  return result->difference ? exit_code::failed : exit_code::done;
}

}  // namespace offhook::cli
