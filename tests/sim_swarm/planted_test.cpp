// SPDX-License-Identifier: GPL-3.0-or-later
// Would a walk find that fault? Each test plants one into every phone, plays seeds until a rule
// breaks, and wants it to be the rule that the fault is against.
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/swarm/run_walk.hpp"

namespace offhook::sim::swarm {
namespace {

using testing::AnyOf;

const char* const plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
constexpr std::uint64_t most_seeds = 80;  // far below 500: a test is quick

std::string broken_rule(std::uint64_t seed, const Plant& plant) {
  const auto result = run_walk(make_walk(seed, 120s), plugin, plant);
  if (!result.ok()) return result.status().ToString();
  return result->breaches.empty() ? std::string() : result->breaches.front().rule;
}

/// The rule that the first walk to fail has broken, which passes without the plant; "" if none
/// fails.
std::string first_broken_rule(const Plant& plant) {
  for (std::uint64_t seed = 1; seed <= most_seeds; ++seed) {
    auto rule = broken_rule(seed, plant);
    if (rule.empty()) continue;
    EXPECT_EQ(broken_rule(seed, {}), "") << "seed " << seed << " fails without a fault as well";
    return rule;
  }
  return {};
}

bool is_response_to(std::string_view octets, std::string_view method) {
  return octets.starts_with("SIP/2.0 ") &&
         octets.find(" " + std::string(method) + "\r\n") != std::string_view::npos;
}
bool is_final(std::string_view octets) { return octets.size() > 8 && octets[8] >= '2'; }

TEST(PlantedFault, APhoneThatIgnoresCancelIsFound) {
  const Plant plant{
      .ignores = [](std::string_view octets) { return octets.starts_with("CANCEL"); }};

  EXPECT_THAT(first_broken_rule(plant),
              AnyOf("a request was not answered", "a cancelled INVITE was not answered"));
}

TEST(PlantedFault, APhoneThatIgnoresByeIsFound) {
  const Plant plant{.ignores = [](std::string_view octets) { return octets.starts_with("BYE "); }};

  EXPECT_EQ(first_broken_rule(plant), "a request was not answered");
}

TEST(PlantedFault, APhoneThatSendsNoAckIsFound) {
  const Plant plant{
      .keeps_back = [](std::string_view octets) { return octets.starts_with("ACK "); }};

  EXPECT_EQ(first_broken_rule(plant), "an ACK is missing");
}

TEST(PlantedFault, ATimerThatRepeatsNoFinalAnswerIsFound) {
  std::set<std::string> sent;
  const Plant plant{.keeps_back = [&sent](std::string_view octets) {
    return is_response_to(octets, "INVITE") && is_final(octets) && !sent.emplace(octets).second;
  }};

  EXPECT_EQ(first_broken_rule(plant), "a final answer was not repeated");
}

TEST(PlantedFault, ALineLampThatIsNotSwitchedOffIsFound) {
  const Plant plant{.conceals = [](const boost::json::object& event) {
    return event.at("type") == "led.changed" && event.at("color") == "off" &&
           event.at("led_id").as_string().starts_with("line");
  }};

  EXPECT_THAT(first_broken_rule(plant), AnyOf("a line lamp is lit without a call",
                                              "a line lamp flashes without a call that rings",
                                              "a lamp shows something else than the phone says"));
}

TEST(PlantedFault, ACallWhoseEndIsNotToldIsFound) {
  const Plant plant{.conceals = [](const boost::json::object& event) {
    return event.at("type") == "call.ended";
  }};

  EXPECT_THAT(first_broken_rule(plant),
              AnyOf("a call has no line lamp", "a call is over and the phone keeps it",
                    "the events do not add up to the state: calls"));
}

}  // namespace
}  // namespace offhook::sim::swarm
