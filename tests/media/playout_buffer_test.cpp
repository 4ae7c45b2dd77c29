// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/playout_buffer.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "media/codec/g711.hpp"

namespace offhook::media {
namespace {

using namespace std::chrono_literals;

/// Feeds numbered packets of 20 ms, each one level of its own, and looks at what is played.
class Playout : public ::testing::Test {
 protected:
  static constexpr std::uint32_t first_timestamp = 0xFFFFFF00;  // wraps after two packets
  static constexpr std::uint16_t first_sequence = 0xFFFD;       // and so does this

  static Sample level(int n) {
    return g711::decode(Codec::pcmu,
                        g711::encode(Codec::pcmu, static_cast<Sample>(1000 + 500 * n)));
  }

  bool put(int n) {
    const std::vector payload(160, g711::encode(Codec::pcmu, level(n)));
    return buffer.put(static_cast<std::uint16_t>(first_sequence + n),
                      first_timestamp + 160U * static_cast<std::uint32_t>(n), Codec::pcmu, payload);
  }

  /// Plays `arrivals` (period → packets) and returns what was heard.
  std::vector<Sample> play(const std::map<int, std::vector<int>>& arrivals, int periods) {
    std::vector<Sample> heard;
    for (int t = 0; t < periods; ++t) {
      if (const auto now = arrivals.find(t); now != arrivals.end())
        for (const int n : now->second) put(n);
      std::array<Sample, samples_per_period> out{};
      buffer.take(out);
      heard.insert(heard.end(), out.begin(), out.end());
    }
    return heard;
  }

  /// One packet every second period, from 0 to `count`.
  static std::map<int, std::vector<int>> on_time(int count) {
    std::map<int, std::vector<int>> arrivals;
    for (int n = 0; n < count; ++n) arrivals[2 * n].push_back(n);
    return arrivals;
  }

  /// What is played in the place of packet `n`, for a delay of 40 ms.
  static std::span<const Sample> place(const std::vector<Sample>& heard, int n) {
    return std::span(heard).subspan(320 + 160U * static_cast<std::size_t>(n), 160);
  }
  static bool all(std::span<const Sample> samples, Sample value) {
    return std::ranges::all_of(samples, [=](Sample s) { return s == value; });
  }

  PlayoutBuffer buffer{40ms};
};

TEST_F(Playout, PlaysEveryPacketAtItsPlaceAfterTheDelay) {
  const auto heard = play(on_time(10), 24);
  EXPECT_TRUE(all(std::span(heard).first(320), 0));
  for (int n = 0; n < 10; ++n) EXPECT_TRUE(all(place(heard, n), level(n))) << n;
  EXPECT_EQ(buffer.counts().late, 0U);
}

TEST_F(Playout, PutsReorderedPacketsBackInOrder) {
  auto arrivals = on_time(10);
  std::swap(arrivals[6], arrivals[8]);  // 3 and 4
  const auto heard = play(arrivals, 24);
  for (int n = 0; n < 10; ++n) EXPECT_TRUE(all(place(heard, n), level(n))) << n;
  EXPECT_EQ(buffer.counts().concealed_samples, 0U);
}

TEST_F(Playout, PlaysADuplicateOnce) {
  auto arrivals = on_time(10);
  for (int n = 0; n < 10; ++n) arrivals[2 * n + 1].push_back(n);
  const auto heard = play(arrivals, 24);
  for (int n = 0; n < 10; ++n) EXPECT_TRUE(all(place(heard, n), level(n))) << n;
  EXPECT_EQ(buffer.counts().duplicated, 10U);
}

TEST_F(Playout, ConcealsALostPacketWithAFadingEchoOfTheLast) {
  auto arrivals = on_time(10);
  arrivals[10].clear();  // 5
  const auto heard = play(arrivals, 24);
  const auto gap = place(heard, 5);
  EXPECT_EQ(gap.front(), level(4));
  EXPECT_LT(gap.back(), gap.front());
  EXPECT_GT(gap.back(), gap.front() / 2);
  EXPECT_TRUE(all(place(heard, 6), level(6)));
  EXPECT_EQ(buffer.counts().concealed_samples, 160U);
}

TEST_F(Playout, FallsSilentWhenTheSenderDoes) {
  const auto heard = play(on_time(5), 40);
  EXPECT_TRUE(all(std::span(heard).last(160), 0));
  EXPECT_EQ(buffer.counts().concealed_samples, 480U);
}

TEST_F(Playout, DropsAPacketThatComesAfterItsTimeAndThenWaitsLonger) {
  auto arrivals = on_time(20);
  arrivals[10].clear();
  arrivals[18].push_back(5);  // 80 ms late, 40 ms of them more than allowed
  play(arrivals, 44);
  EXPECT_EQ(buffer.counts().late, 1U);
  EXPECT_EQ(buffer.delay(), 50ms);
  EXPECT_EQ(buffer.counts().restarts, 0U);
}

TEST_F(Playout, AFixedBufferStaysAsItIs) {
  std::destroy_at(&buffer);
  std::construct_at(&buffer, 40ms, 40ms);
  auto arrivals = on_time(20);
  arrivals[10].clear();
  arrivals[18].push_back(5);  // as above
  play(arrivals, 44);

  EXPECT_EQ(buffer.counts().late, 1U);
  EXPECT_EQ(buffer.delay(), 40ms);
}

TEST_F(Playout, ReturnsToTheDelayItWantsWhenTheNetworkIsCalm) {
  auto arrivals = on_time(600);
  for (const int n : {5, 15, 25, 35}) {
    arrivals[2 * n].clear();
    arrivals[2 * n + 12].push_back(n);
  }
  play(arrivals, 200);
  EXPECT_GE(buffer.delay(), 60ms);
  std::map<int, std::vector<int>> rest;
  for (int n = 100; n < 600; ++n) rest[2 * (n - 100)].push_back(n);
  play(rest, 1000);
  EXPECT_EQ(buffer.delay(), 50ms);  // one period more than wanted is tolerated for good
}

TEST_F(Playout, FollowsASenderWhoseClockIsFast) {
  // 1001 packets in the time of 1000: without a correction the delay grows without end.
  std::map<int, std::vector<int>> arrivals;
  for (int n = 0; n < 6000; ++n) arrivals[static_cast<int>(n * 2 * 0.995)].push_back(n);
  play(arrivals, 11900);
  EXPECT_EQ(buffer.counts().late, 0U);
  EXPECT_LT(buffer.counts().concealed_samples, 2000U);
  EXPECT_EQ(buffer.counts().restarts, 0U);
}

TEST_F(Playout, FollowsAJumpOfTheTimestampAfterAFewPackets) {
  play(on_time(10), 20);
  const auto jump = [&](int n) {
    const std::vector payload(160, g711::encode(Codec::pcmu, level(9)));
    buffer.put(static_cast<std::uint16_t>(first_sequence + 10 + n),
               1'000'000'000U + 160U * static_cast<std::uint32_t>(n), Codec::pcmu, payload);
  };
  for (int n = 0; n < 3; ++n) jump(n);
  std::array<Sample, 480> out{};
  buffer.take(out);
  EXPECT_TRUE(all(std::span(out).last(160), level(9)));
  EXPECT_EQ(buffer.counts().restarts, 1U);
}

TEST_F(Playout, StaysWhereItIsForOneMisplacedPacket) {
  auto arrivals = on_time(10);
  play(arrivals, 8);
  const std::vector payload(160, std::byte{0});
  buffer.put(100, 5'000'000, Codec::pcmu, payload);
  EXPECT_EQ(buffer.counts().restarts, 0U);
}

TEST_F(Playout, IgnoresPayloadsThatNoSoundCanHave) {
  buffer.put(1, 0, Codec::pcmu, {});
  buffer.put(2, 0, Codec::pcmu, std::vector<std::byte>(481));
  std::array<Sample, 80> out{};
  buffer.take(out);
  EXPECT_TRUE(all(out, 0));
}

}  // namespace
}  // namespace offhook::media
