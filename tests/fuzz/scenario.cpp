// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a scenario file, or as the two blocks of a valid one: a scenario, or faults that
// name places in the file in order.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "actors/base/status.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/script_reader.hpp"

namespace {

using namespace offhook::sim::scenario;

void check(std::string_view text) {
  const auto read = read_scenario(text, "fuzz.toml");
  const auto* faults = std::get_if<Faults>(&read);
  if (faults == nullptr) {
    const auto& scenario = std::get<Scenario>(read);
    OFFHOOK_CHECK(!scenario.phones.empty() && scenario.script.size() <= most_steps);
    OFFHOOK_CHECK(scenario.ladder_first <= scenario.ladder_last);
    return;
  }
  OFFHOOK_CHECK(!faults->empty() && std::is_sorted(faults->begin(), faults->end()));
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const auto& fault : *faults)
    OFFHOOK_CHECK(fault.at.line >= 1 && fault.at.line <= lines && fault.at.column >= 1 &&
                  !fault.text.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(text);
  const std::string head = "[registrar]\n[phone.alice]\nextension = \"1\"\n[flow]\n";
  check(head + "script = '''\n" + text + "\n'''\n");
  check(head + "script = '''\n'''\nladder = '''\n" + text + "\n'''\n");
  return 0;
}
