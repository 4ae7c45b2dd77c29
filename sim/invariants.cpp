// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/invariants.hpp"

#include <algorithm>

#include "sim/sim_phone.hpp"
#include "sim/virtual_network.hpp"
#include "sim/world.hpp"

namespace offhook::sim {
namespace {

constexpr std::size_t ports_of_a_call = 2;  // RTP and RTCP

bool is_lit(const std::pair<const std::string, std::string>& lamp) {
  return lamp.second != "off" && !lamp.second.empty();
}

}  // namespace

PhoneFacts facts_of(SimPhone& phone, World& world) {
  const auto& view = phone.view();
  PhoneFacts facts;
  facts.name = phone.options().name;
  facts.calls = view.call_states();
  for (const char* lamp : {"line1", "line2", "line3", "line4", "line5", "line6"})
    facts.lamps[lamp] = view.led(lamp);
  facts.tone = view.tone();
  facts.ringing = view.ringing();
  facts.off_hook = view.off_hook();
  if (const auto* network = world.faults())
    facts.ports = network->bound_from(phone.address(), 16384);
  return facts;
}

std::vector<std::string> broken_invariants(const PhoneFacts& facts) {
  std::vector<std::string> breaches;
  const auto require = [&](bool holds, const std::string& what) {
    if (!holds) breaches.push_back(facts.name + ": " + what);
  };
  const auto in_state = [&](std::string_view state) {
    return std::count(facts.calls.begin(), facts.calls.end(), state);
  };
  const auto live = facts.calls.size() - static_cast<std::size_t>(in_state("ended"));
  const auto lit =
      static_cast<std::size_t>(std::count_if(facts.lamps.begin(), facts.lamps.end(), is_lit));

  require(lit == 0 || live > 0 || facts.off_hook, "a line lamp is lit without a call");
  require(live == 0 || lit > 0, "a call has no line lamp");
  require(!facts.ringing || in_state("ringing_in") > 0, "it rings without a call that rings");
  require(facts.tone == "none" || live > 0 || facts.off_hook, "a tone plays without a cause");
  require(facts.ports <= ports_of_a_call * live, "RTP ports are open without a call");
  return breaches;
}

std::vector<std::string> broken_invariants_at_end(World& world) {
  std::vector<std::string> breaches;
  if (const auto actors = world.loop().running_actors(); actors != 0)
    breaches.push_back(std::to_string(actors) + " actors are left");
  if (const auto* network = world.faults(); network != nullptr && network->bound() != 0)
    breaches.push_back(std::to_string(network->bound()) + " ports are still open");
  return breaches;
}

}  // namespace offhook::sim
