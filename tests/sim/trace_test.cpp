// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trace.hpp"

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "sim/virtual_network.hpp"

namespace offhook::sim {
namespace {

const Endpoint alice = *Endpoint::parse("10.0.0.1:5060");
const Endpoint bob = *Endpoint::parse("10.0.0.2:5060");

/// A network whose sockets refuse whatever they are given.
class FullNetwork final : public transport::Network {
  struct Socket final : transport::DatagramSocket {
    [[nodiscard]] Endpoint local() const override { return alice; }
    absl::Status send(const Endpoint&, std::string_view) override { return unavailable("full"); }
  };
  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> bind(const Endpoint& local,
                                                                  DatagramHandler) override {
    if (local.port == 1) return unavailable("address already in use");
    return std::make_unique<Socket>();
  }
};

TEST(TracingNetwork, WritesDownEachDatagramOnceWithTheTimeOfItsSending) {
  act::Loop loop{act::Loop::Virtual{}};
  VirtualNetwork wires(loop.timers(), 1, {.delay = 5ms, .duplication = 1});
  Trace trace;
  TracingNetwork network(wires, trace, *loop.timers());
  int arrived = 0;
  const auto from = *network.bind(alice, [](std::string, const Endpoint&) {});
  const auto to = *network.bind(bob, [&](std::string, const Endpoint&) { ++arrived; });
  loop.run_for(1s);

  ASSERT_TRUE(from->send(bob, "hello").ok());
  loop.run_for(1s);

  EXPECT_EQ(arrived, 2);
  ASSERT_EQ(trace.packets().size(), 1u);
  EXPECT_EQ(trace.packets()[0].at, 1s);
  EXPECT_EQ(trace.packets()[0].from, alice);
  EXPECT_EQ(trace.packets()[0].to, bob);
  EXPECT_EQ(trace.packets()[0].octets, "hello");
}

TEST(TracingNetwork, WritesDownWhatIsLostButNotWhatIsRefused) {
  act::Loop loop{act::Loop::Virtual{}};
  VirtualNetwork wires(loop.timers(), 1, {.loss = 1});
  FullNetwork full;
  Trace trace;
  TracingNetwork lossy(wires, trace, *loop.timers());
  TracingNetwork refusing(full, trace, *loop.timers());

  const auto lost = *lossy.bind(alice, [](std::string, const Endpoint&) {});
  const auto refused = *refusing.bind(alice, [](std::string, const Endpoint&) {});
  EXPECT_TRUE(lost->send(bob, "lost").ok());
  EXPECT_FALSE(refused->send(bob, "refused").ok());

  ASSERT_EQ(trace.packets().size(), 1u);
  EXPECT_EQ(trace.packets()[0].octets, "lost");
  EXPECT_FALSE(refusing.bind(*Endpoint::parse("10.0.0.1:1"), nullptr).ok());
}

TEST(Trace, TellsSipRtpAndRtcpApart) {
  EXPECT_EQ(classify("INVITE sip:1002@sim.test SIP/2.0\r\n"), PacketKind::sip);
  EXPECT_EQ(classify(std::string("\x80\x00\x00\x01________", 12)), PacketKind::rtp);
  EXPECT_EQ(classify(std::string("\x80\x80\x00\x01________", 12)), PacketKind::rtp);   // marker
  EXPECT_EQ(classify(std::string("\x80\xC8\x00\x06________", 12)), PacketKind::rtcp);  // SR
  EXPECT_EQ(classify("\r\n\r\n"), PacketKind::sip);
  EXPECT_EQ(classify(""), PacketKind::sip);
}

TEST(Trace, RemembersBetweenWhichPacketsANoteWasMade) {
  Trace trace;
  trace.add(1s, alice, bob, "first");
  trace.note(1s, "bob", "LINE1 red");
  trace.add(1s, bob, alice, "second");

  EXPECT_EQ(trace.notes()[0].packet, 1u);
  trace.clear();
  EXPECT_TRUE(trace.packets().empty());
  EXPECT_TRUE(trace.notes().empty());
}

}  // namespace
}  // namespace offhook::sim
