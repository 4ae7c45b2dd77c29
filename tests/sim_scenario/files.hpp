// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

#include <gtest/gtest.h>

#include "sim/scenario/reader.hpp"

namespace offhook::sim::scenario {

/// A file with alice, bob and carol behind one proxy. No final newline in `script` and `ladder`.
inline std::string file_with(const std::string& script, const std::string& ladder = "...",
                             const std::string& head = "") {
  return "title = \"a test\"\n" + head +
         "[registrar]\n[phone.alice]\nextension = \"1001\"\n[phone.bob]\nextension = \"1002\"\n"
         "[phone.carol]\nextension = \"1003\"\n[flow]\nscript = '''\n" +
         script + "\n'''\nladder = '''\n" + ladder + "\n'''\n";
}

inline Scenario scenario_of(const std::string& text) {
  auto read = read_scenario(text, "test.toml");
  if (const auto* faults = std::get_if<Faults>(&read)) {
    for (const auto& fault : *faults) ADD_FAILURE() << to_string(fault, "test.toml");
    return {};
  }
  return std::get<Scenario>(std::move(read));
}

/// Every fault as "line:column: text", each on a line.
inline std::string faults_of(const std::string& text) {
  const auto read = read_scenario(text, "test.toml");
  std::string all;
  if (const auto* faults = std::get_if<Faults>(&read))
    for (const auto& fault : *faults) all += to_string(fault, "").substr(1) + "\n";
  return all;
}

}  // namespace offhook::sim::scenario
