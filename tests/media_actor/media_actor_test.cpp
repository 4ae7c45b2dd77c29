// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/media_actor.hpp"

#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "media/clips.hpp"
#include "media/sound_match.hpp"
#include "media/threaded_runner.hpp"
#include "media/udp_packet_ports.hpp"
#include "tests/media/memory_network.hpp"

namespace offhook::media {

struct Go {};

}  // namespace offhook::media

OFFHOOK_MESSAGES(sim, (offhook::media::Go))

namespace offhook::media {
namespace {

using Owner = act::join<StreamOwner, act::ref<act::result<void>(Go)>>;

struct Diary {
  std::vector<StreamOpened> opened;
  std::string received;
  std::string sent;
  int dtmf_sent = 0;
  int silences = 0;
  std::vector<StreamReport> closed;
};

constexpr auto not_answered = [](const act::error&) { FAIL() << "the media actor answers"; };

/// Opens a stream and writes down all it is told.
class OwnerActor final : public act::actor<Owner> {
 public:
  OwnerActor(caf::actor_config& config, Media media, IpAddress local, Diary& diary)
      : actor(config), media_(std::move(media)), local_(local), diary_(diary) {}
  behavior_type make_behavior() override {
    return {
        [this](const DtmfReceived& m) { diary_.received += m.digit; },
        [this](const DtmfSent& m) {
          diary_.sent += m.digits;
          ++diary_.dtmf_sent;
        },
        [this](const MediaSilent&) { ++diary_.silences; },
        [this](const Go&) {
          ask(media_, 1s, OpenStream{local_, me()})
              .then([this](const StreamOpened& m) { diary_.opened.push_back(m); }, not_answered);
        },
    };
  }
  void on_exit() override { media_ = nullptr; }

 private:
  Media media_;
  IpAddress local_;
  Diary& diary_;
};

/// Asks one question of the media actor from outside.
using Asker = act::ref<act::result<void>(Go)>;
class CloserActor final : public act::actor<Asker> {
 public:
  CloserActor(caf::actor_config& config, Media media, StreamId stream, Diary& diary)
      : actor(config), media_(std::move(media)), stream_(stream), diary_(diary) {}
  behavior_type make_behavior() override {
    return {[this](const Go&) {
      ask(media_, 1s, CloseStream{stream_})
          .then(
              [this](const StreamReport& r) {
                diary_.closed.push_back(r);
                quit();
              },
              not_answered);
    }};
  }
  void on_exit() override { media_ = nullptr; }

 private:
  Media media_;
  StreamId stream_;
  Diary& diary_;
};

const IpAddress home_a = IpAddress::v4(10, 0, 0, 1);
const IpAddress home_b = IpAddress::v4(10, 0, 0, 2);

class MediaActorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    a = spawn(random_a);
    b = spawn(random_b);
    mouth = std::make_shared<WavAudio>(clip("alice"), ClipPlayer::Repeat::forever, 20s);
    ear = std::make_shared<WavAudio>(clip("bob"), ClipPlayer::Repeat::forever, 20s);
    act::tell_anon(a, UseAudioDevice{mouth});
    act::tell_anon(b, UseAudioDevice{ear});
    owner_a = loop.spawn<OwnerActor>(a, home_a, diary_a);
    owner_b = loop.spawn<OwnerActor>(b, home_b, diary_b);
    act::tell_anon(owner_a, Go{});
    act::tell_anon(owner_b, Go{});
    run(20ms);
    call();
  }

  void TearDown() override {
    for (auto& owner : {owner_a, owner_b}) act::stop(owner);
    run(50ms);
    for (auto& media : {a, b}) act::stop(media);
    owner_a = owner_b = nullptr;
    a = b = nullptr;
    loop.run_for(1s);
    EXPECT_EQ(loop.running_actors(), 0U);
    EXPECT_EQ(loop.pending_timers(), 0U);
  }

  Media spawn(RandomSource& random) {
    return loop.spawn<MediaActor>(
        MediaParts{.engine = {}, .ports = network, .random = random, .start_runner = {}});
  }

  void call() {
    ASSERT_EQ(diary_a.opened.size(), 1U);
    ASSERT_EQ(diary_b.opened.size(), 1U);
    stream_a = diary_a.opened[0].stream;
    stream_b = diary_b.opened[0].stream;
    StreamPlan plan{.remote = diary_b.opened[0].rtp,
                    .rtcp = {},
                    .telephone_event = PayloadType{101},
                    .silence_limit = 2s};
    act::tell_anon(a, SetStreamPlan{stream_a, plan});
    plan.remote = diary_a.opened[0].rtp;
    act::tell_anon(b, SetStreamPlan{stream_b, plan});
    act::tell_anon(a, SetStreamAudible{stream_a, true});
    act::tell_anon(b, SetStreamAudible{stream_b, true});
  }

  void run(Instant span) {
    for (Instant passed{}; passed < span; passed += period) {
      loop.run_for(period);
      network.pass_tick();
    }
  }

  testing::MemoryNetwork network;
  SeededRandom random_a{1};
  SeededRandom random_b{2};
  act::Loop loop{act::Loop::Virtual{}};
  std::shared_ptr<WavAudio> mouth, ear;
  Media a, b;
  Owner owner_a, owner_b;
  Diary diary_a, diary_b;
  StreamId stream_a, stream_b;
};

TEST_F(MediaActorTest, CarriesSpeechBetweenTwoPhonesInVirtualTime) {
  run(8s);
  EXPECT_GT(match_sound(clip("alice"), ear->recording().samples()).score, 0.97);
  EXPECT_GT(match_sound(clip("bob"), mouth->recording().samples()).score, 0.97);
}

TEST_F(MediaActorTest, TellsTheOwnersAboutDigitsThoughTheyAreManyAtOnce) {
  const std::string digits = "0123456789012345678901234567890123456789";  // more than 32
  act::tell_anon(a, SendDigits{stream_a, digits, 60ms, 40ms});
  run(10s);
  EXPECT_EQ(diary_b.received, digits);
  EXPECT_EQ(diary_a.sent, digits);
  EXPECT_EQ(diary_a.dtmf_sent, 1);
}

TEST_F(MediaActorTest, TellsThatNothingWasSentWhenDigitsCannotBe) {
  act::tell_anon(a, SendDigits{stream_a, "1x", 100ms, 100ms});
  run(1s);
  EXPECT_EQ(diary_a.dtmf_sent, 1);
  EXPECT_EQ(diary_a.sent, "");
  EXPECT_EQ(diary_b.received, "");
}

TEST_F(MediaActorTest, TellsTheOwnerThatThePeerFellSilent) {
  run(1s);
  network.rtp_fate = [](const Endpoint&, auto) { return testing::MemoryNetwork::lost; };
  run(5s);
  EXPECT_EQ(diary_a.silences, 1);
}

TEST_F(MediaActorTest, AnswersACloseWithTheLastReport) {
  run(2s);
  act::tell_anon(loop.spawn<CloserActor>(a, stream_a, diary_a), Go{});
  run(100ms);
  ASSERT_EQ(diary_a.closed.size(), 1U);
  EXPECT_NEAR(diary_a.closed[0].packets_sent, 100, 5);
}

TEST_F(MediaActorTest, AnswersACloseOfAnUnknownStreamAtOnce) {
  act::tell_anon(loop.spawn<CloserActor>(a, StreamId{7, 7}, diary_a), Go{});
  run(50ms);
  EXPECT_EQ(diary_a.closed.size(), 1U);
}

TEST_F(MediaActorTest, ClosesTheStreamOfAnOwnerThatEnded) {
  run(1s);
  int packets = 0;
  network.witness = [&](int, const Endpoint& from, auto) { packets += from.address == home_a; };
  act::stop(owner_a);
  run(100ms);
  packets = 0;
  run(1s);
  EXPECT_EQ(packets, 0);
}

TEST_F(MediaActorTest, SendsMusicToAHeldPeerAndLetsGoOfItAfterwards) {
  const auto words = clip("bob");
  auto music = std::make_shared<const Sound>(words.begin(), words.end());
  const std::weak_ptr<const Sound> watched = music;
  act::tell_anon(a, SetStreamAudible{stream_a, false});
  act::tell_anon(a, PlayToPeer{stream_a, std::move(music)});
  run(8s);
  EXPECT_GT(match_sound(words, ear->recording().samples()).score, 0.97);

  act::tell_anon(a, PlayToPeer{stream_a, nullptr});
  run(50ms);
  EXPECT_TRUE(watched.expired());
}

TEST_F(MediaActorTest, RingsInAnOutputAndLetsGoOfDeviceAndFile) {
  const auto bell = clip("bob");
  auto file = std::make_shared<const Sound>(bell.begin(), bell.end());
  auto loudspeaker =
      std::make_shared<WavAudio>(std::span<const Sample>(), ClipPlayer::Repeat::once, 20s);
  const std::weak_ptr<const Sound> watched_file = file;
  const std::weak_ptr<WavAudio> watched = loudspeaker;
  act::tell_anon(a, UseOutputDevice{1, loudspeaker, {.talk = false, .ring = true}});
  act::tell_anon(a, StartRing{1, std::move(file)});
  run(8s);
  EXPECT_GT(match_sound(bell, loudspeaker->recording().samples()).score, 0.97);

  loudspeaker.reset();
  act::tell_anon(a, EndRing{});
  act::tell_anon(a, UseOutputDevice{1, nullptr, {}});
  run(50ms);
  EXPECT_TRUE(watched_file.expired());
  EXPECT_TRUE(watched.expired());
}

TEST_F(MediaActorTest, LetsGoOfADeviceThatWasReplaced) {
  run(100ms);
  const std::weak_ptr<WavAudio> old = mouth;
  mouth.reset();
  act::tell_anon(a, UseAudioDevice{nullptr});
  run(50ms);
  EXPECT_TRUE(old.expired());
}

TEST_F(MediaActorTest, ArmsNoTimerWhenNothingRuns) {
  act::stop(owner_a);
  act::stop(owner_b);
  run(200ms);
  EXPECT_EQ(loop.pending_timers(), 0U);
  act::tell_anon(a, StartTone{Tone::dial});
  run(200ms);
  EXPECT_EQ(loop.pending_timers(), 1U);
  act::tell_anon(a, EndTone{});
  run(200ms);
  EXPECT_EQ(loop.pending_timers(), 0U);
}

TEST(MediaActorInRealTime, CarriesDigitsOverSockets) {
  boost::asio::io_context io;
  act::Loop loop(io);
  SystemRandom random;
  UdpPacketPorts ports;
  Diary diary_a, diary_b;
  const auto home = IpAddress::v4(127, 0, 0, 1);
  const auto spawn = [&] {
    return loop.spawn<MediaActor>(MediaParts{
        .engine = {}, .ports = ports, .random = random, .start_runner = threaded_runner(io)});
  };
  Media a = spawn();
  Media b = spawn();
  auto owner_a = loop.spawn<OwnerActor>(a, home, diary_a);
  auto owner_b = loop.spawn<OwnerActor>(b, home, diary_b);
  act::tell_anon(owner_a, Go{});
  act::tell_anon(owner_b, Go{});
  const auto run_until = [&](const auto& done) {
    for (int i = 0; i < 500 && !done(); ++i) io.run_for(10ms);
    return done();
  };
  ASSERT_TRUE(run_until([&] { return !diary_a.opened.empty() && !diary_b.opened.empty(); }));

  StreamPlan plan{.remote = diary_b.opened[0].rtp, .rtcp = {}, .telephone_event = PayloadType{101}};
  act::tell_anon(a, SetStreamPlan{diary_a.opened[0].stream, plan});
  plan.remote = diary_a.opened[0].rtp;
  act::tell_anon(b, SetStreamPlan{diary_b.opened[0].stream, plan});
  act::tell_anon(a, SendDigits{diary_a.opened[0].stream, "42", 100ms, 100ms});
  EXPECT_TRUE(run_until([&] { return diary_b.received == "42" && diary_a.sent == "42"; }));

  act::stop(owner_a);
  act::stop(owner_b);
  act::stop(a);
  act::stop(b);
  owner_a = owner_b = nullptr;
  a = b = nullptr;
  EXPECT_TRUE(run_until([&] { return loop.running_actors() == 0; }));
}

}  // namespace
}  // namespace offhook::media
