// SPDX-License-Identifier: GPL-3.0-or-later
// Two engines that talk RTP to each other in virtual time.
#include <vector>

#include <gtest/gtest.h>

#include "media/rtp_session.hpp"
#include "media/sound_match.hpp"
#include "two_phones.hpp"

namespace offhook::media {
namespace {

using namespace std::chrono_literals;
using testing::MemoryNetwork;
using testing::Phone;
using testing::PhonePair;

std::vector<std::byte> rtp(std::uint8_t type, std::uint16_t sequence, std::uint32_t timestamp,
                           std::uint32_t ssrc, std::size_t payload = 160) {
  std::vector<std::byte> d(12 + payload, std::byte{0x55});
  d[0] = std::byte{0x80};
  d[1] = std::byte{type};
  for (std::size_t i = 0; i < 2; ++i) d[2 + i] = static_cast<std::byte>(sequence >> (8 - 8 * i));
  for (std::size_t i = 0; i < 4; ++i) d[4 + i] = static_cast<std::byte>(timestamp >> (24 - 8 * i));
  for (std::size_t i = 0; i < 4; ++i) d[8 + i] = static_cast<std::byte>(ssrc >> (24 - 8 * i));
  return d;
}

double match(std::string_view said, const Phone& hearer) {
  return match_sound(clip(said), hearer.audio.recording().samples()).score;
}

class Call : public ::testing::Test, public PhonePair {
 protected:
  void SetUp() override { start_call(); }
};

TEST_F(Call, CarriesSpeechBothWays) {
  run(10s);

  EXPECT_GT(match("alice", bob), 0.97);
  EXPECT_GT(match("bob", alice), 0.97);
  const StreamReport report = bob.control.report(b.id).value();
  EXPECT_NEAR(report.packets_received, 500, 3);
  EXPECT_NEAR(report.packets_sent, 500, 3);
  EXPECT_EQ(report.packets_lost, 0U);
  EXPECT_EQ(report.packets_refused, 0U);
  EXPECT_GT(report.mos, 4.3);
}

TEST_F(Call, IsHeardOnePacketAndThePlayoutDelayLater) {
  run(5s);
  const auto heard = match_sound(clip("alice"), bob.audio.recording().samples());
  // 10 ms until the packet is full, 40 ms in the buffer; the phones tick one after the other.
  EXPECT_LE(heard.lag, narrowband.frames_in(60ms));
  EXPECT_GE(heard.lag, narrowband.frames_in(40ms));
}

TEST_F(Call, CountsLossAndSurvivesIt) {
  SeededRandom dice(3);
  network.rtp_fate = [&](const Endpoint& from, std::span<const std::byte>) {
    return from == a.rtp && dice.next() % 100 < 5 ? MemoryNetwork::lost : 0;
  };
  run(10s);

  const StreamReport report = bob.control.report(b.id).value();
  EXPECT_NEAR(report.packets_lost, 25, 12);
  EXPECT_NEAR(report.packets_lost + report.packets_received, 500, 3);
  EXPECT_GT(report.concealed, 200ms);
  EXPECT_LT(report.mos, 4.2);
  EXPECT_GT(match("alice", bob), 0.85);
  EXPECT_EQ(alice.control.report(a.id)->packets_lost, 0U);
}

TEST_F(Call, DoesNotLosePacketsThatOvertakeEachOther) {
  SeededRandom dice(4);
  network.rtp_fate = [&](const Endpoint&, std::span<const std::byte>) {
    return static_cast<int>(dice.next() % 4);  // 0 to 30 ms
  };
  run(10s);

  const StreamReport report = bob.control.report(b.id).value();
  EXPECT_EQ(report.packets_lost, 0U);
  EXPECT_GT(report.jitter, 2ms);
  EXPECT_LT(report.packets_late, 5U);
  EXPECT_GT(match("alice", bob), 0.9);
}

TEST_F(Call, BringsEachDigitOnce) {
  ASSERT_TRUE(alice.control.send_digits(a.id, "0123456789*#ABCD").ok());
  run(6s);

  std::string digits;
  for (const auto& d : bob.told<DigitReceived>()) {
    digits += d.digit;
    EXPECT_EQ(d.duration, 100ms);
  }
  EXPECT_EQ(digits, "0123456789*#ABCD");
  EXPECT_EQ(alice.told<DigitsSent>().size(), 1U);
  EXPECT_TRUE(alice.told<DigitReceived>().empty());
}

TEST_F(Call, BringsEachDigitOnceThroughLossAndDuplication) {
  SeededRandom dice(5);
  network.rtp_fate = [&](const Endpoint& from, std::span<const std::byte> d) {
    if (from == a.rtp && dice.next() % 100 < 20) network.inject(from, b.rtp, d);
    return dice.next() % 100 < 20 ? MemoryNetwork::lost : static_cast<int>(dice.next() % 3);
  };
  ASSERT_TRUE(alice.control.send_digits(a.id, "8642013579").ok());
  run(6s);

  std::string digits;
  for (const auto& d : bob.told<DigitReceived>()) digits += d.digit;
  EXPECT_EQ(digits, "8642013579");
}

TEST_F(Call, SendsEventPacketsAsRfc4733Wants) {
  std::vector<RtpPacket> events;
  network.witness = [&](int, const Endpoint& from, std::span<const std::byte> d) {
    if (from != a.rtp) return;
    const auto packet = parse_rtp(d);
    ASSERT_TRUE(packet);
    if (packet->type.value == 101) events.push_back(*packet);
  };
  run(100ms);
  ASSERT_TRUE(alice.control.send_digits(a.id, "5").ok());
  run(300ms);

  ASSERT_EQ(events.size(), 7U);
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].timestamp, events[0].timestamp);
    EXPECT_EQ(events[i].sequence, static_cast<std::uint16_t>(events[0].sequence + i));
    EXPECT_EQ(events[i].marker, i == 0);
  }
}

TEST_F(Call, RefusesDigitsThatCannotBeSent) {
  EXPECT_EQ(alice.control.send_digits(a.id, "12x").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(alice.control.send_digits({9, 9}, "1").code(), absl::StatusCode::kNotFound);
  StreamPlan plan = plan_to(b);
  plan.telephone_event.reset();
  alice.control.configure(a.id, plan);
  EXPECT_EQ(alice.control.send_digits(a.id, "1").code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(Call, SendsNothingOnHoldAndGoesOnInTimeAfterwards) {
  std::vector<RtpPacket> sent;
  network.witness = [&](int, const Endpoint& from, std::span<const std::byte> d) {
    if (from == b.rtp) sent.push_back(*parse_rtp(d));
  };
  run(1s);
  const std::size_t before = sent.size();
  alice.control.configure(a.id, plan_to(b, Direction::sendonly));
  bob.control.configure(b.id, plan_to(a, Direction::recvonly));
  run(2s);
  EXPECT_LE(sent.size(), before + 1);
  EXPECT_GT(bob.control.report(b.id)->packets_received, 140U);

  alice.control.configure(a.id, plan_to(b));
  bob.control.configure(b.id, plan_to(a));
  const std::size_t resumed = sent.size();
  run(1s);
  ASSERT_GT(sent.size(), resumed + 40);
  EXPECT_TRUE(sent[resumed].marker);
  EXPECT_EQ(sent[resumed].sequence, static_cast<std::uint16_t>(sent[resumed - 1].sequence + 1));
  EXPECT_NEAR(sent[resumed].timestamp - sent[resumed - 1].timestamp, narrowband.frames_in(2s), 400);
  EXPECT_EQ(alice.control.report(a.id)->packets_lost, 0U);
}

TEST_F(Call, IsSilentBothWaysWhenInactiveButReportsGoOn) {
  run(1s);
  alice.control.configure(a.id, plan_to(b, Direction::inactive));
  bob.control.configure(b.id, plan_to(a, Direction::inactive));
  run(100ms);
  const auto before = alice.control.report(a.id).value();
  run(20s);
  const auto after = alice.control.report(a.id).value();
  EXPECT_EQ(after.packets_received, before.packets_received);
  EXPECT_EQ(after.packets_sent, before.packets_sent);
  EXPECT_GT(after.rtcp_packets_sent, before.rtcp_packets_sent + 1);
  EXPECT_GT(after.rtcp_packets_received, before.rtcp_packets_received + 1);
}

TEST_F(Call, SaysHowLongTheWayThereAndBackIs) {
  network.rtp_fate = network.rtcp_fate = [](const Endpoint&, auto) { return 5; };
  run(30s);
  EXPECT_NEAR(static_cast<double>(alice.control.report(a.id)->round_trip.count()), 100e3, 25e3);
}

TEST_F(Call, HearsANewSourceAfterOnePacket) {
  run(2s);
  const auto before = bob.control.report(b.id).value();
  alice.control.configure(a.id, plan_to(b, Direction::inactive));
  // The same address goes on with another SSRC, as a media server does after a transfer.
  for (std::uint16_t n = 0; n < 100; ++n) {
    network.inject(a.rtp, b.rtp,
                   rtp(0, static_cast<std::uint16_t>(500 + n), 70'000U + 160U * n, 0xABCD));
    run(20ms);
  }
  const auto after = bob.control.report(b.id).value();
  EXPECT_EQ(after.source_changes, 1U);
  EXPECT_GE(after.packets_received - before.packets_received, 99U);
  EXPECT_LE(after.packets_lost, 0U);
}

TEST_F(Call, IsNotCutOffByOneStrayPacket) {
  run(1s);
  network.inject(a.rtp, b.rtp, rtp(0, 1, 1, 0xBAD));
  run(1s);
  EXPECT_EQ(bob.control.report(b.id)->source_changes, 0U);
  EXPECT_NEAR(bob.control.report(b.id)->packets_received, 100, 3);
}

TEST_F(Call, KeepsNoStateAndNoLogForAFloodOfUnknownPayloadTypes) {
  run(1s);
  const auto logged = RtpSession::log_messages();
  const auto before = bob.control.report(b.id).value();
  for (int tick = 0; tick < 100; ++tick) {
    for (std::uint16_t n = 0; n < 20; ++n)
      network.inject(a.rtp, b.rtp, rtp(77, n, 160U * n, 0xF100D + n));
    run(10ms);
  }
  const auto after = bob.control.report(b.id).value();
  EXPECT_EQ(RtpSession::log_messages(), logged);
  EXPECT_EQ(after.packets_refused - before.packets_refused, 2000U);
  EXPECT_NEAR(after.packets_received - before.packets_received, 50, 2);
  EXPECT_EQ(after.source_changes, 0U);
  EXPECT_EQ(after.packets_lost, 0U);
}

TEST_F(Call, DoesNotListenToAStrangerNorSendToHim) {
  const Endpoint stranger{IpAddress::v4(203, 0, 113, 66), 4000};
  run(1s);
  for (std::uint16_t n = 0; n < 50; ++n) {
    network.inject(stranger, b.rtp, rtp(0, n, 160U * n, 0xE71L));
    run(20ms);
  }
  const auto report = bob.control.report(b.id).value();
  EXPECT_EQ(report.remote, a.rtp);
  EXPECT_EQ(report.packets_refused, 50U);
  EXPECT_EQ(report.source_changes, 0U);
}

TEST_F(Call, AnswersToWhereTheSoundComesFromBehindANat) {
  const Endpoint translated{IpAddress::v4(198, 51, 100, 7), 62000};
  const auto far = alice.control.open_stream(IpAddress::v4(10, 0, 0, 1)).value();
  StreamPlan plan = plan_to(b);
  plan.remote = {IpAddress::v4(192, 168, 1, 2), 4000};
  alice.control.configure(far.id, plan);
  run(100ms);
  for (std::uint16_t n = 0; n < 10; ++n) {
    network.inject(translated, far.rtp, rtp(0, n, 160U * n, 0x1234));
    run(20ms);
  }
  EXPECT_EQ(alice.control.report(far.id)->remote, translated);
  ASSERT_FALSE(alice.told<FirstPacketReceived>().empty());
}

TEST_F(Call, TellsOnceThatTheFarSideFellSilent) {
  StreamPlan plan = plan_to(a);
  plan.silence_limit = 3s;
  bob.control.configure(b.id, plan);
  run(5s);
  EXPECT_TRUE(bob.told<MediaTimedOut>().empty());
  network.rtp_fate = [](const Endpoint&, auto) { return MemoryNetwork::lost; };
  run(10s);
  EXPECT_EQ(bob.told<MediaTimedOut>().size(), 1U);
}

TEST_F(Call, FollowsAChangeOfLawAndPacketTime) {
  run(1s);
  StreamPlan plan = plan_to(b);
  plan.codec = Codec::pcma;
  plan.payload = {8};
  plan.packet_time = 30ms;
  alice.control.configure(a.id, plan);
  run(9s);
  const StreamReport report = bob.control.report(b.id).value();
  EXPECT_NEAR(report.packets_received, 50 + 300, 3);
  EXPECT_EQ(report.packets_lost, 0U);
  EXPECT_GT(match("alice", bob), 0.9);
}

TEST_F(Call, TellsTheLastReportWhenItIsClosed) {
  run(2s);
  bob.control.close(b.id);
  run(100ms);
  const auto closed = bob.told<StreamClosed>();
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].stream, b.id);
  EXPECT_NEAR(closed[0].report.packets_received, 100, 3);
  EXPECT_GE(closed[0].report.rtcp_packets_sent, 1U);  // the BYE
  EXPECT_FALSE(bob.control.report(b.id).ok());
  EXPECT_EQ(bob.control.open_streams(), 0U);
}

TEST_F(Call, GivesAUsedSlotANewNameThatOldOrdersDoNotReach) {
  bob.control.close(b.id);
  run(50ms);
  const auto again = bob.control.open_stream(IpAddress::v4(10, 0, 0, 2)).value();
  EXPECT_EQ(again.id.slot, b.id.slot);
  EXPECT_NE(again.id, b.id);
  bob.control.close(b.id);
  run(50ms);
  EXPECT_TRUE(bob.control.report(again.id).ok());
}

// RFC 3264 §5.1: what is neither sent nor received needs no session.
TEST_F(Call, AStreamBeginsWhenItHasSomethingToSay) {
  const auto opened = bob.control.open_stream(IpAddress::v4(10, 0, 0, 2)).value();
  StreamPlan plan = plan_to(a);
  plan.direction = Direction::inactive;
  bob.control.configure(opened.id, plan);
  bob.control.play_clip(opened.id, {}, ClipPlayer::Repeat::once);  // nothing in its place
  EXPECT_FALSE(bob.control.has_begun(opened.id));

  constexpr std::array<Sample, 80> click{};
  bob.control.play_clip(opened.id, click, ClipPlayer::Repeat::once);
  EXPECT_TRUE(bob.control.has_begun(opened.id));
  run(50ms);
}

TEST_F(Call, RefusesMoreStreamsThanTheEngineHolds) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(bob.control.open_stream(b.rtp.address).ok());
  EXPECT_EQ(bob.control.open_stream(b.rtp.address).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(Call, SaysSilenceWhenMuted) {
  alice.control.set_mute(true);
  run(5s);
  EXPECT_EQ(match("alice", bob), 0);
  EXPECT_GT(match("bob", alice), 0.97);
}

TEST_F(Call, SendsSilenceAndIsNotHeardWhenNotConnected) {
  alice.control.connect(a.id, false);
  run(5s);
  EXPECT_EQ(match("alice", bob), 0);
  EXPECT_EQ(match("bob", alice), 0);
  EXPECT_NEAR(bob.control.report(b.id)->packets_received, 250, 3);
}

TEST_F(Call, PlaysAClipToTheFarEndInsteadOfTheMicrophone) {
  Recording sink(6s);
  alice.control.play_clip(a.id, clip("bob"), ClipPlayer::Repeat::forever);
  bob.control.record(b.id, &sink);
  run(6s);
  EXPECT_GT(match_sound(clip("bob"), sink.samples()).score, 0.97);
  bob.control.record(b.id, nullptr);
  run(50ms);
}

TEST_F(Call, PlaysAToneIntoTheEarAndTellsWhenItEnds) {
  const auto ticket = alice.control.play_digit('5');
  run(90ms);
  EXPECT_TRUE(alice.told<ToneFinished>().empty());
  run(50ms);
  ASSERT_EQ(alice.told<ToneFinished>().size(), 1U);
  EXPECT_EQ(alice.told<ToneFinished>()[0].ticket, ticket);
}

TEST_F(Call, GivesTheDeviceBackWhenAnotherTakesItsPlace) {
  run(50ms);
  alice.control.set_device(nullptr);
  run(50ms);
  ASSERT_EQ(alice.told<DeviceReleased>().size(), 1U);
  EXPECT_EQ(alice.told<DeviceReleased>()[0].device, &alice.audio);
}

TEST_F(Call, TellsItsQualityEveryFiveSeconds) {
  run(16s);
  EXPECT_EQ(alice.told<QualitySampled>().size(), 3U);
}

TEST(IdleEngine, NeedsNoTick) {
  Engine engine;
  EXPECT_TRUE(engine.idle());
  engine.push(PlayTone{1, tone_of("us", Tone::dial)});
  EXPECT_FALSE(engine.idle());
  engine.tick();
  EXPECT_FALSE(engine.idle());
  engine.push(StopTone{});
  engine.tick();
  EXPECT_TRUE(engine.idle());
}

}  // namespace
}  // namespace offhook::media
