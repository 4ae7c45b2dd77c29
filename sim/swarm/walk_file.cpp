// SPDX-License-Identifier: GPL-3.0-or-later
#include <sstream>

#include <toml++/toml.h>

#include "sim/swarm/walk.hpp"

namespace offhook::sim::swarm {
namespace {

std::string yes_no(bool value) { return value ? "true" : "false"; }

absl::Status read_steps(const std::string& text, std::size_t first_line, const std::string& file,
                        Walk& walk) {
  std::istringstream lines(text);
  std::string line;
  for (std::size_t number = first_line; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos || line.front() == '#') continue;
    auto step = read_step(line);
    if (!step.ok())
      return invalid_argument(file + ":" + std::to_string(number) + ": " +
                              message_of(step.status()));
    if (!walk.steps.empty() && step->at < walk.steps.back().at)
      return invalid_argument(file + ":" + std::to_string(number) +
                              ": earlier than the step above");
    walk.steps.push_back(*std::move(step));
  }
  return absl::OkStatus();
}

absl::Status read_phones(const toml::table& document, const std::string& file, Walk& walk) {
  const auto* phones = document["phone"].as_array();
  if (phones == nullptr || phones->empty() || phones->size() > 100)
    return invalid_argument(file + ":1: expected one to 100 [[phone]]");
  for (const auto& node : *phones) {
    const auto* table = node.as_table();
    if (table == nullptr) return invalid_argument(file + ":1: expected [[phone]]");
    CastPhone phone;
    phone.name = (*table)["name"].value_or(std::string());
    phone.settings = (*table)["settings"].value_or(std::string());
    if (phone.name.empty() || phone.settings.empty())
      return invalid_argument(file + ":" + std::to_string(node.source().begin.line) +
                              ": each [[phone]] needs name and settings");
    walk.phones.push_back(std::move(phone));
  }
  return absl::OkStatus();
}

}  // namespace

std::string to_text(const Walk& walk) {
  std::ostringstream text;
  text << "# again: offhook sim --swarm THIS-FILE\n"
       << "seed = " << walk.seed << "\nlength_s = " << walk.length.count() << "\n\n[server]\n"
       << "record_route = " << yes_no(walk.server.record_route)
       << "\nasks_callers = " << yes_no(walk.server.asks_callers)
       << "\nmin_expires_s = " << walk.server.min_expires.count()
       << "\nmax_expires_s = " << walk.server.max_expires.count() << "\n";
  for (const auto& phone : walk.phones)
    text << "\n[[phone]]\nname = \"" << phone.name << "\"\nsettings = '''\n"
         << phone.settings << "'''\n";
  text << "\n[walk]\nsteps = '''\n";
  for (const auto& step : walk.steps) text << to_line(step) << "\n";
  text << "'''\n";
  return text.str();
}

absl::StatusOr<Walk> read_walk(std::string_view text, const std::string& file) {
  toml::table document;
  try {
    document = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return invalid_argument(file + ":" + std::to_string(error.source().begin.line) + ": " +
                            std::string(error.description()));
  }
  Walk walk;
  const auto seconds = [](const toml::node_view<const toml::node>& node,
                          std::chrono::seconds or_else) {
    return std::chrono::seconds(node.value_or(or_else.count()));
  };
  const toml::table& read = document;
  walk.seed = static_cast<std::uint64_t>(read["seed"].value_or(std::int64_t{1}));
  walk.length = seconds(read["length_s"], walk.length);
  const auto server = read["server"];
  walk.server.record_route = server["record_route"].value_or(true);
  walk.server.asks_callers = server["asks_callers"].value_or(false);
  walk.server.min_expires = seconds(server["min_expires_s"], walk.server.min_expires);
  walk.server.max_expires = seconds(server["max_expires_s"], walk.server.max_expires);
  if (auto status = read_phones(read, file, walk); !status.ok()) return status;
  const auto steps = read["walk"]["steps"];
  const auto* node = steps.node();
  const std::size_t first = node != nullptr ? node->source().begin.line + 1 : 1;
  if (auto status = read_steps(steps.value_or(std::string()), first, file, walk); !status.ok())
    return status;
  return walk;
}

}  // namespace offhook::sim::swarm
