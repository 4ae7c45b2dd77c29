// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/call/call_leg_actor.hpp"
#include "actors/transaction/dispatcher_actor.hpp"
#include "actors/transport/transport_actor.hpp"
#include "sim/virtual_network.hpp"
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {

class Phone;

/// Takes the requests outside any dialog: each INVITE becomes a leg.
class Doorman final : public act::actor<transaction::User> {
 public:
  Doorman(caf::actor_config& config, Phone& phone) : actor(config), phone_(phone) {}
  behavior_type make_behavior() override;

 private:
  Phone& phone_;
};

/// Transport, transactions and one leg at one address, with a person who does what the test says.
class Phone {
 public:
  Phone(act::Loop& loop, sim::VirtualNetwork& network, const std::string& user,
        const Endpoint& address, std::uint64_t seed);
  void call(const Phone& other);
  void ring(const transaction::RequestArrived& invite);
  template <class Order>
  offhook::testing::Asked<OperationDone> order(Order message) {
    return offhook::testing::ask<OperationDone>(loop_, leg_, message);
  }
  template <class Order>
  void tell(Order message) {
    act::tell_anon(leg_, message);
  }
  void stop();
  [[nodiscard]] bool has_ended() const { return owner.ends.size() == 1; }
  [[nodiscard]] CallState state() const {
    return owner.changes.empty() ? CallState::dialing : owner.changes.back().state;
  }

  sip::CallOptions options;
  OwnerNotes owner;
  MediaNotes media;

 private:
  LegContext context();

  act::Loop& loop_;
  SeededRandom random_;
  std::string uri_;
  Endpoint address_;
  transport::StaticResolver resolver_;
  transport::SocketTransport transport_;
  transaction::Dispatcher dispatcher_;
  transaction::User doorman_;
  media::Media media_actor_;
  LegOwner owner_actor_;
  CallLeg leg_;
};

/// Two phones on a network that loses what it is told to lose.
struct LegPair {
  explicit LegPair(std::vector<std::size_t> lost);
  ~LegPair();
  void run(Instant span) { loop.run_for(span); }

  act::Loop loop{act::Loop::Virtual{}};
  sim::VirtualNetwork network{loop.timers(), 3, {.delay = 10ms}};
  std::size_t datagrams = 0;
  std::vector<std::string> sent;  ///< first words: "INVITE", "200"
  Phone alice{loop, network, "alice", *Endpoint::parse("192.0.2.1:5060"), 11};
  Phone bob{loop, network, "bob", *Endpoint::parse("192.0.2.2:5060"), 12};
};

}  // namespace offhook::call::testing
