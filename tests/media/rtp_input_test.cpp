// SPDX-License-Identifier: GPL-3.0-or-later
// What comes from the network before any of it is believed: headers and sources.
#include <vector>

#include <gtest/gtest.h>

#include "actors/base/random_source.hpp"
#include "media/rtp_header.hpp"
#include "media/source_lock.hpp"

namespace offhook::media {
namespace {

std::vector<std::byte> octets(std::initializer_list<int> values) {
  std::vector<std::byte> out;
  for (const int v : values) out.push_back(static_cast<std::byte>(v));
  return out;
}

TEST(RtpHeader, ReadsTheFieldsOfAPlainPacket) {
  const auto datagram = octets({0x80, 0xE5, 0x12, 0x34, 1, 2, 3, 4, 5, 6, 7, 8, 0xAA, 0xBB});
  const auto packet = parse_rtp(datagram);
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->type.value, 101);
  EXPECT_TRUE(packet->marker);
  EXPECT_EQ(packet->sequence, 0x1234);
  EXPECT_EQ(packet->timestamp, 0x01020304U);
  EXPECT_EQ(packet->ssrc.value, 0x05060708U);
  EXPECT_EQ(packet->payload.size(), 2U);
}

TEST(RtpHeader, SkipsSourcesExtensionAndPadding) {
  const auto datagram = octets({0xB1, 0,    0, 1, 0, 0, 0, 0, 0, 0, 0, 9,  // P, X, one CSRC
                                1,    1,    1, 1,                          // CSRC
                                0xBE, 0xDE, 0, 1, 7, 7, 7, 7,              // extension of one word
                                0x42, 0,    2});  // payload, padding of two
  const auto packet = parse_rtp(datagram);
  ASSERT_TRUE(packet);
  ASSERT_EQ(packet->payload.size(), 1U);
  EXPECT_EQ(packet->payload[0], std::byte{0x42});
}

TEST(RtpHeader, RefusesWhatDoesNotAddUp) {
  EXPECT_FALSE(parse_rtp({}));
  EXPECT_FALSE(parse_rtp(octets({0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0})));           // eleven octets
  EXPECT_FALSE(parse_rtp(octets({0x40, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9})));        // version 1
  EXPECT_FALSE(parse_rtp(octets({0x81, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9})));        // no CSRC
  EXPECT_FALSE(parse_rtp(octets({0x90, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9})));        // no extension
  EXPECT_FALSE(parse_rtp(octets({0xA0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0})));     // padding of 0
  EXPECT_FALSE(parse_rtp(octets({0xA0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 1, 3})));  // of too much
  EXPECT_FALSE(parse_rtp(octets({0x90, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0xFF, 0xFF})));
}

TEST(RtpHeader, SurvivesAnyOctets) {
  SeededRandom random(1);
  for (int i = 0; i < 20000; ++i) {
    std::vector<std::byte> datagram(random.next() % 64);
    for (std::byte& b : datagram) b = static_cast<std::byte>(random.next());
    const auto packet = parse_rtp(datagram);
    if (packet && !packet->payload.empty()) {
      EXPECT_GE(packet->payload.data(), datagram.data());
      EXPECT_LE(packet->payload.data() + packet->payload.size(), datagram.data() + datagram.size());
    }
  }
}

class SourceLockTest : public ::testing::Test {
 protected:
  const Endpoint signalled{IpAddress::v4(192, 0, 2, 1), 4000};
  const Endpoint translated{IpAddress::v4(198, 51, 100, 1), 61000};
  const Endpoint stranger{IpAddress::v4(203, 0, 113, 9), 4000};
  SourceLock lock;
};

TEST_F(SourceLockTest, SendsToTheSignalledEndpointUntilSomethingIsHeard) {
  lock.expect(signalled);
  EXPECT_EQ(lock.destination(), signalled);
}

TEST_F(SourceLockTest, FollowsTheFirstSourceAndRefusesOthers) {
  lock.expect(signalled);
  EXPECT_TRUE(lock.admit(translated));
  EXPECT_EQ(lock.destination(), translated);
  EXPECT_FALSE(lock.admit(stranger));
  EXPECT_EQ(lock.destination(), translated);
}

TEST_F(SourceLockTest, PrefersTheSignalledEndpointWheneverItSpeaks) {
  lock.expect(signalled);
  EXPECT_TRUE(lock.admit(stranger));
  EXPECT_TRUE(lock.admit(signalled));
  EXPECT_FALSE(lock.admit(stranger));
  EXPECT_EQ(lock.destination(), signalled);
}

TEST_F(SourceLockTest, KeepsTheLockThroughHoldAndOpensItForANewEndpoint) {
  lock.expect(signalled);
  lock.admit(translated);
  lock.expect(signalled);
  EXPECT_EQ(lock.destination(), translated);
  lock.expect(stranger);
  EXPECT_EQ(lock.destination(), stranger);
}

}  // namespace
}  // namespace offhook::media
