// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/start_transports.hpp"

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "sim/virtual_network.hpp"
#include "sim/virtual_stream_network.hpp"

namespace offhook::transport {
namespace {

Endpoint at(const char* text) { return *Endpoint::parse(text); }

class StartTransports : public testing::Test {
 protected:
  void TearDown() override {
    for (const auto& entry : transports) act::stop(entry.transport);
    transports.clear();
    loop.run_for(1s);
    EXPECT_EQ(loop.running_actors(), 0u);
  }
  absl::Status start(const ListenPlan& plan) {
    auto started = start_transports(loop.system(), {datagrams, &tcp, &tls}, plan, random);
    if (started.ok()) transports = *std::move(started);
    return started.status();
  }

  act::Loop loop{act::Loop::Virtual{}};
  sim::VirtualNetwork datagrams{loop.timers()};
  sim::VirtualStreamNetwork tcp{loop.timers()}, tls{loop.timers()};
  SeededRandom random{1};
  Transports transports;
};

// RFC 3261 §18.2.1.
TEST_F(StartTransports, ListensByUdpAndTcpOnTheSamePort) {
  ASSERT_TRUE(start({.sip = {at("192.0.2.7:5060"), at("[2001:db8::7]:5062")},
                     .tls = {at("192.0.2.7:5061")}})
                  .ok());

  EXPECT_EQ(transports.find(Protocol::udp, false)->sent_by, at("192.0.2.7:5060"));
  EXPECT_EQ(transports.find(Protocol::tcp, false)->sent_by, at("192.0.2.7:5060"));
  EXPECT_EQ(transports.find(Protocol::tcp, true)->sent_by, at("[2001:db8::7]:5062"));
  EXPECT_EQ(to_string(transports),
            "[2001:db8::7]:5062 (TCP, UDP), 192.0.2.7:5060 (TCP, UDP), 192.0.2.7:5061 (TLS)");
}

TEST_F(StartTransports, OnlyConnectsWhereItIsNotToldToListen) {
  ASSERT_TRUE(start({.sip = {at("192.0.2.7:5060")}}).ok());
  const auto* entry = transports.find(Protocol::tls, false);

  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->sent_by, at("192.0.2.7:5060"));
  EXPECT_FALSE(entry->is_heard);
  EXPECT_EQ(transports.find(Protocol::ws, false), nullptr);
}

TEST_F(StartTransports, FindsAPortThatIsFreeForBoth) {
  // The first free port for UDP is taken for TCP.
  const auto taken = *tcp.listen(at("192.0.2.7:0"), [](std::unique_ptr<StreamConnection>) {});
  ASSERT_TRUE(start({.sip = {at("192.0.2.7:0")}}).ok());
  const Endpoint sip = transports.find(Protocol::udp, false)->sent_by;

  EXPECT_NE(sip.port, 0);
  EXPECT_EQ(transports.find(Protocol::tcp, false)->sent_by, sip);
  EXPECT_NE(sip, taken->local());
}

TEST_F(StartTransports, LeavesNothingBehindWhenAnAddressIsTaken) {
  const auto taken = *tls.listen(at("192.0.2.7:5061"), [](std::unique_ptr<StreamConnection>) {});
  const ListenPlan plan{.sip = {at("192.0.2.7:5060")}, .tls = {at("192.0.2.7:5061")}};

  EXPECT_EQ(start(plan).code(), absl::StatusCode::kAlreadyExists);
  loop.run_for(1s);
  EXPECT_EQ(loop.running_actors(), 0u);
  EXPECT_TRUE(start({.sip = plan.sip}).ok());
}

// RFC 3261 §18.1.2.
TEST(Transports, KnowsItsOwnVias) {
  const Transports both{{Protocol::udp, {}, at("192.0.2.7:5060")},
                        {Protocol::tls, {}, at("[2001:db8::7]:5061")}};
  const auto is_ours = [&](std::string_view via) { return both.is_ours(*sip::parse_via(via)); };

  EXPECT_TRUE(is_ours("SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1"));
  EXPECT_TRUE(is_ours("SIP/2.0/TLS [2001:DB8:0::7];branch=z9hG4bK1"));
  EXPECT_FALSE(is_ours("SIP/2.0/UDP 192.0.2.7:5061;branch=z9hG4bK1"));
  EXPECT_FALSE(is_ours("SIP/2.0/UDP phone.example;branch=z9hG4bK1"));
}

}  // namespace
}  // namespace offhook::transport
