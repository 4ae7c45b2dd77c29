// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sim/server.hpp"
#include "sim/sim_phone.hpp"
#include "sim/virtual_network.hpp"
#include "sim/world.hpp"

namespace offhook::testing {

/// A world in virtual time with servers of the domain sim.test and whole phones on simulated
/// boards: alice (1001), bob (1002), carol (1003). A test makes those it needs; at its end all of
/// them stop, and not one actor may be left.
class SmallWorld : public ::testing::Test {
 protected:
  using Change = std::function<void(sim::SimPhone::Options&)>;

  explicit SmallWorld(std::uint64_t seed) : seed_(seed) {}
  void SetUp() override;
  void TearDown() override;
  /// Another such world, as if this had been two tests; of the same seed, or of another.
  void start_again() { start_again(seed_); }
  void start_again(std::uint64_t seed);

  /// Registrar and proxy of all three, at World::address(host). `streams` are borrowed.
  void start_server(std::uint8_t host = 0, transport::StreamNetwork* streams = nullptr);
  /// Registers at the first server if there is one, and at the others when that one fails.
  std::unique_ptr<sim::SimPhone> start_phone(const std::string& name, const Change& change = {});
  /// alice and bob, registered if there is a server.
  void start_two(const Change& change = {});

  bool run(const std::function<bool()>& until, Instant limit = 10s) {
    return world_->run_until(until, limit);
  }
  void run_for(Instant span) { world_->run_for(span); }
  /// alice and bob both have a call in that state.
  [[nodiscard]] bool both_are(std::string_view state) const {
    return alice_->view().call_state() == state && bob_->view().call_state() == state;
  }
  /// alice dials, bob lifts his handset; then both are connected.
  void call(const std::string& target = "1002");

  sim::Trace trace_;
  std::unique_ptr<sim::World> world_;
  std::unique_ptr<sim::TracingNetwork> network_;
  std::unique_ptr<RandomSource> random_;
  std::vector<std::unique_ptr<sim::Server>> servers_;
  std::unique_ptr<sim::SimPhone> alice_, bob_, carol_;
  std::vector<std::pair<std::string, boost::json::object>> events_;  ///< whose, and what

 private:
  std::uint64_t seed_;
};

}  // namespace offhook::testing
