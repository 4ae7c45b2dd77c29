// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/virtual_time.hpp"

#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "two_phones.hpp"

namespace offhook::media {
namespace {

using namespace std::chrono_literals;

TEST(VirtualTime, ReachesOrtp) { EXPECT_TRUE(VirtualTime::interposed()); }

TEST(VirtualTime, IsSeenOnlyInsideAScopeAndOnlyOnItsThread) {
  testing::TestClock clock;
  VirtualTime time(clock, 1, 0s);
  const auto wall = [] { return std::chrono::system_clock::now().time_since_epoch(); };
  EXPECT_GT(wall(), 24h);
  {
    const VirtualTimeScope scope(&time);
    const VirtualTimeScope nested(nullptr);  // no effect
    clock.advance(7s);
    EXPECT_EQ(wall(), 7s);
    std::thread([&] { EXPECT_GT(wall(), 24h); }).join();
  }
  EXPECT_GT(wall(), 24h);
}

/// Everything that two phones put on the wire in a minute: two digits, a hold, 2 % loss.
struct Trace {
  std::uint64_t rtp = 14695981039346656037U;
  std::uint64_t rtcp = rtp;
  int rtcp_packets = 0;
  friend bool operator==(const Trace&, const Trace&) = default;
};

Trace record(std::uint64_t seed) {
  testing::PhonePair pair;
  Trace trace;
  SeededRandom dice(seed);
  pair.network.rtp_fate = [&](const Endpoint&, auto) {
    return dice.next() % 100 < 2 ? testing::MemoryNetwork::lost : static_cast<int>(dice.next() % 4);
  };
  pair.network.witness = [&](int tick, const Endpoint& from, std::span<const std::byte> d) {
    std::uint64_t& hash = from.port % 2 == 0 ? trace.rtp : trace.rtcp;
    trace.rtcp_packets += from.port % 2;
    hash = (hash ^ static_cast<std::uint64_t>(tick)) * 1099511628211U;
    for (const std::byte b : d) hash = (hash ^ std::to_integer<std::uint64_t>(b)) * 1099511628211U;
  };
  pair.start_call();
  pair.run(20s);
  EXPECT_TRUE(pair.alice.control.send_digits(pair.a.id, "42").ok());
  pair.run(20s);
  pair.bob.control.configure(pair.b.id, testing::PhonePair::plan_to(pair.a, Direction::inactive));
  pair.run(20s);
  pair.alice.control.close(pair.a.id);
  pair.run(100ms);
  return trace;
}

TEST(VirtualTime, GivesTheSameBytesForTheSameSeed) {
  const Trace first = record(1);
  std::this_thread::sleep_for(3ms);  // so that real time, if it leaked in, would differ
  const Trace second = record(1);
  EXPECT_EQ(first, second);
  EXPECT_GT(first.rtcp_packets, 15);

  const Trace other = record(2);
  EXPECT_NE(first.rtcp, other.rtcp);
}

}  // namespace
}  // namespace offhook::media
