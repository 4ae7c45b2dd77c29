// SPDX-License-Identifier: GPL-3.0-or-later
// Pages: RTP that goes to or comes from a multicast group, without RTCP; and digits as sound.
#include <algorithm>

#include <gtest/gtest.h>

#include "media/sound_match.hpp"
#include "realtime_trap.hpp"
#include "two_phones.hpp"

namespace offhook::media {
namespace {

using namespace std::chrono_literals;

struct Pages : testing::PhonePair, ::testing::Test {
  const Endpoint group{IpAddress::v4(224, 0, 1, 75), 5004};
  OpenedStream speaking{}, hearing{};

  void open() {
    speaking = alice.control.open_page(IpAddress::v4(10, 0, 0, 1), std::nullopt).value();
    hearing = bob.control.open_page(IpAddress::v4(10, 0, 0, 2), group).value();
  }
  void speak() {
    alice.control.configure(
        speaking.id,
        {.remote = group, .rtcp = {}, .telephone_event = {}, .direction = Direction::sendonly});
    alice.control.connect(speaking.id, true);
  }
  void listen() {
    bob.control.configure(hearing.id, {.remote = speaking.rtp,
                                       .rtcp = {},
                                       .telephone_event = {},
                                       .direction = Direction::recvonly});
    bob.control.connect(hearing.id, true);
  }
};

TEST_F(Pages, OneSpeaksAndTheOtherHears) {
  open();
  int rtcp = 0;
  network.witness = [&](int, const Endpoint& from, auto) { rtcp += from.port % 2; };
  speak();
  listen();
  run(7s);

  EXPECT_GT(match_sound(clip("alice"), bob.audio.recording().samples()).score, 0.9);
  EXPECT_EQ(bob.control.report(hearing.id)->packets_sent, 0u);
  EXPECT_EQ(rtcp, 0) << "a page has no RTCP";
}

TEST_F(Pages, TheirPortsAreNotGivenToCalls) {
  open();
  const auto ports = hearing.rtp;
  bob.control.close(hearing.id);
  for (std::size_t n = 0; n < 2; ++n)
    EXPECT_NE(bob.control.open_stream(IpAddress::v4(10, 0, 0, 2)).value().rtp, ports);
}

TEST_F(Pages, ATickWithPagesAndSpokenDigitsTouchesNoHeap) {
  if (!trap::works) GTEST_SKIP() << "the sanitizer's allocator is in the way";
  open();
  start_call();
  speak();
  listen();
  run(1s);
  ASSERT_TRUE(alice.control.say_digits(a.id, "147*", {.tone = 60ms, .gap = 40ms}).ok());
  trap::reset();
  run(2s);
  EXPECT_EQ(trap::counts().heap, 0U);
  EXPECT_EQ(trap::counts().contended_locks, 0U);
  EXPECT_EQ(alice.told<DigitsSent>().size(), 1u);
}

TEST_F(Pages, DigitsAsSoundNeedNoTelephoneEvent) {
  start_call();
  auto plan = plan_to(b);
  plan.telephone_event.reset();
  alice.control.configure(a.id, plan);
  run(1s);
  EXPECT_FALSE(alice.control.send_digits(a.id, "5").ok());
  ASSERT_TRUE(alice.control.say_digits(a.id, "5", {.tone = 200ms, .gap = 10ms}).ok());
  EXPECT_FALSE(alice.control.say_digits(a.id, "x").ok());
  run(1s);
  EXPECT_TRUE(bob.told<DigitReceived>().empty());
  EXPECT_EQ(alice.told<DigitsSent>().size(), 1u);
}

}  // namespace
}  // namespace offhook::media
