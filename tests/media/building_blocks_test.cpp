// SPDX-License-Identifier: GPL-3.0-or-later
// The small parts: ring, seqlock, mixer, devices, clips, files, packet memory, sockets.
#include <algorithm>
#include <filesystem>
#include <numeric>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "media/audio_device.hpp"
#include "media/clips.hpp"
#include "media/mixer.hpp"
#include "media/rtp_memory.hpp"
#include "media/seqlock.hpp"
#include "media/spsc_ring.hpp"
#include "media/udp_packet_ports.hpp"
#include "media/wav.hpp"

namespace offhook::media {
namespace {

using namespace std::chrono_literals;

TEST(SpscRing, RefusesWhenFullAndKeepsTheOrder) {
  SpscRing<int> ring(4);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(ring.push(i));
  EXPECT_FALSE(ring.push(4));
  for (int i = 0, got = -1; i < 4; ++i) {
    EXPECT_TRUE(ring.pop(got));
    EXPECT_EQ(got, i);
  }
  EXPECT_TRUE(ring.empty());
}

TEST(SpscRing, CarriesEverythingBetweenTwoThreads) {
  SpscRing<int> ring(64);
  constexpr int count = 200'000;
  std::thread producer([&] {
    for (int i = 0; i < count;)
      if (ring.push(i))
        ++i;
      else
        std::this_thread::yield();
  });
  for (int expected = 0, got = 0; expected < count;) {
    if (!ring.pop(got)) {
      std::this_thread::yield();
      continue;
    }
    ASSERT_EQ(got, expected);
    ++expected;
  }
  producer.join();
}

TEST(Seqlock, NeverShowsAHalfWrittenValue) {
  struct Twins {
    std::uint64_t first[8];
  };
  Seqlock<Twins> lock;
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (std::uint64_t n = 0; !stop; ++n) {
      Twins twins;
      std::ranges::fill(twins.first, n);
      lock.write(twins);
      std::this_thread::yield();
    }
  });
  for (int i = 0; i < 20'000; ++i) {
    const Twins twins = lock.read();
    ASSERT_EQ(std::ranges::count(twins.first, twins.first[0]), 8);
  }
  stop = true;
  writer.join();
}

TEST(Mixer, GivesEachPartyTheOthers) {
  const std::vector<Sample> a{100, -200}, b{1000, 2000}, c{5, 7};
  std::vector<std::int32_t> sum(2);
  for (const auto& party : {a, b, c}) add(sum, party);
  std::vector<Sample> out(2);
  sum_without(sum, b, out);
  EXPECT_EQ(out, (std::vector<Sample>{105, -193}));
  sum_without(sum, {}, out);
  EXPECT_EQ(out, (std::vector<Sample>{1105, 1807}));
}

TEST(Mixer, SaturatesOnlyTheResult) {
  const std::vector<Sample> loud{30000}, quiet{-30000};
  std::vector<std::int32_t> sum(1);
  for (const auto& party : {loud, loud, quiet}) add(sum, party);
  std::vector<Sample> out(1);
  sum_without(sum, quiet, out);
  EXPECT_EQ(out[0], 32767);
  sum_without(sum, loud, out);
  EXPECT_EQ(out[0], 0);
}

TEST(AudioDevices, SayAndHearAsTheirNamesTell) {
  const std::vector<Sample> clip{1, 2, 3};
  std::array<Sample, 80> mic{}, speaker{};
  speaker.fill(9);
  WavAudio once(clip, ClipPlayer::Repeat::once, 10ms);
  once.transfer(mic, speaker);
  EXPECT_EQ(mic[2], 3);
  EXPECT_EQ(mic[3], 0);
  once.transfer(mic, speaker);  // the recording is full: dropped
  EXPECT_EQ(once.recording().samples().size(), 80U);

  WavAudio loop(clip, ClipPlayer::Repeat::forever, 10ms);
  loop.transfer(mic, speaker);
  EXPECT_EQ(mic[79], clip[79 % 3]);

  EchoAudio echo;
  echo.transfer(mic, speaker);
  EXPECT_EQ(mic[0], 0);
  echo.transfer(mic, speaker);
  EXPECT_EQ(mic[0], 9);
}

TEST(Clips, AreInTheProgramAndAsLongAsTheirFiles) {
  for (const std::string name : {"alice", "bob"}) {
    const auto file = load_wav(OFFHOOK_MEDIA_DATA "/clips/" + name + ".wav");
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_TRUE(std::ranges::equal(clip(name), *file));
    EXPECT_GT(clip(name).size(), narrowband.frames_in(3s));
  }
  EXPECT_TRUE(clip("carol").empty());
}

TEST(Wav, ComesBackAsItWasSaved) {
  const auto path = std::filesystem::path(::testing::TempDir()) / "offhook_wav_test.wav";
  std::vector<Sample> samples(1000);
  std::iota(samples.begin(), samples.end(), Sample{-500});
  ASSERT_TRUE(save_wav(path, samples).ok());
  EXPECT_EQ(load_wav(path).value(), samples);
  EXPECT_EQ(load_wav(path, SampleRate{16000}).status().code(), absl::StatusCode::kInvalidArgument);
  std::filesystem::remove(path);
  EXPECT_EQ(load_wav(path).status().code(), absl::StatusCode::kNotFound);
}

TEST(RtpMemory, ToppedUpOnceServesAThreadWithoutTheHeap) {
  std::thread([] {
    PoolGrant* grant = make_pool_grant({}, 2);
    adopt(grant);
    const PoolLevels full = thread_pool_levels();
    EXPECT_GT(*std::ranges::min_element(full), 1U);
    EXPECT_EQ(make_pool_grant(full, 2), nullptr);
    release_thread_pool();
    EXPECT_EQ(thread_pool_levels(), PoolLevels{});
  }).join();
}

TEST(RtpMemory, GivesBackWhatManyStreamsHaveLeft) {
  std::thread([] {
    adopt(make_pool_grant({}, 100));
    const PoolLevels many = thread_pool_levels();
    EXPECT_EQ(surplus_of_thread_pool(100), nullptr);
    EXPECT_EQ(thread_pool_levels(), many);

    PoolGrant* some = surplus_of_thread_pool(0);
    ASSERT_NE(some, nullptr);
    EXPECT_LT(thread_pool_levels(), many);
    discard(some);
    trim_thread_pool(0);
    const PoolLevels few = thread_pool_levels();
    EXPECT_EQ(surplus_of_thread_pool(0), nullptr);
    EXPECT_EQ(make_pool_grant(few, 4), nullptr) << "what a few calls need stays";
    release_thread_pool();
  }).join();
}

TEST(UdpPacketPorts, PairAnEvenPortWithTheNext) {
  UdpPacketPorts ports;
  auto pair = ports.open_pair(IpAddress::v4(127, 0, 0, 1));
  ASSERT_TRUE(pair.ok()) << pair.status();
  EXPECT_EQ(pair->rtp->local().port % 2, 0);
  EXPECT_EQ(pair->rtcp->local().port, pair->rtp->local().port + 1);
}

TEST(UdpPacketPorts, CarryADatagramAndSkipEmptyOnes) {
  for (const char* host : {"127.0.0.1", "::1"}) {
    UdpPacketPorts ports;
    auto a = ports.open_pair(*IpAddress::parse(host));
    auto b = ports.open_pair(*IpAddress::parse(host));
    if (!a.ok() || !b.ok()) GTEST_SKIP() << "no " << host;
    const std::array<std::byte, 3> sent{std::byte{1}, std::byte{2}, std::byte{3}};
    EXPECT_TRUE(a->rtp->send(b->rtp->local(), {}));
    EXPECT_TRUE(a->rtp->send(b->rtp->local(), sent));

    std::array<std::byte, 100> got{};
    Arrival arrival;
    EXPECT_EQ(b->rtp->receive(got, arrival), 3U);
    EXPECT_EQ(arrival.from, a->rtp->local());
    EXPECT_EQ(b->rtp->receive(got, arrival), 0U);
  }
}

TEST(UdpPacketPorts, HearWhatIsSentToAGroupAndNotToThePort) {
  const auto home = IpAddress::v4(127, 0, 0, 1);
  UdpPacketPorts ports;
  auto sender = ports.open_pair(home);
  ASSERT_TRUE(sender.ok());
  const Endpoint group{IpAddress::v4(239, 255, 7, 9), sender->rtp->local().port};
  auto one = ports.join_group(home, group);
  auto two = ports.join_group(home, group);
  if (!one.ok()) GTEST_SKIP() << one.status();
  ASSERT_TRUE(two.ok()) << two.status();
  const std::array<std::byte, 3> sent{std::byte{1}, std::byte{2}, std::byte{3}};
  if (!sender->rtp->send(group, sent)) GTEST_SKIP() << "no way to a group from here";

  std::array<std::byte, 100> got{};
  Arrival arrival;
  EXPECT_EQ(one->rtp->receive(got, arrival), 3U);
  EXPECT_EQ(two->rtp->receive(got, arrival), 3U);
  EXPECT_EQ(one->rtcp->receive(got, arrival), 0U);
}

TEST(UdpPacketPorts, RefuseAGroupThatIsNone) {
  UdpPacketPorts ports;
  const auto home = IpAddress::v4(127, 0, 0, 1);
  for (const Endpoint group : {Endpoint{home, 5000}, Endpoint{IpAddress::v4(239, 0, 0, 1), 0},
                               Endpoint{*IpAddress::parse("ff05::1"), 5000}})
    EXPECT_EQ(ports.join_group(home, group).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(UdpPacketPorts, SayWhenTheRangeIsUsedUp) {
  UdpPacketPorts any;
  const auto taken = any.open_pair(IpAddress::v4(127, 0, 0, 1));
  ASSERT_TRUE(taken.ok());
  const std::uint16_t port = taken->rtp->local().port;
  UdpPacketPorts narrow({.first = port, .last = static_cast<std::uint16_t>(port + 1)});
  const auto refused = narrow.open_pair(IpAddress::v4(127, 0, 0, 1));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace offhook::media
