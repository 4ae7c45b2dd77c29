// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/digits.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace offhook::media {
namespace {

using namespace std::chrono_literals;

TEST(TelephoneEventPayload, ComesBackAsItWasWritten) {
  for (const TelephoneEvent event :
       {TelephoneEvent{0, false, 10, 160}, TelephoneEvent{11, true, 63, 0xFFFF},
        TelephoneEvent{16, true, 0, 1}})
    EXPECT_EQ(decode_telephone_event(encode(event)), event);
}

TEST(TelephoneEventPayload, HasTheOctetsOfTheRfc) {
  // RFC 4733 figure 1: event, E R volume, duration.
  const auto octets = encode({.event = 9, .end = true, .volume = 7, .duration = 1760});
  EXPECT_EQ(octets, (std::array{std::byte{9}, std::byte{0x87}, std::byte{0x06}, std::byte{0xE0}}));
  EXPECT_EQ(decode_telephone_event(std::span(octets).first(3)), std::nullopt);
}

TEST(TelephoneEventPayload, NamesSixteenDigits) {
  for (std::uint8_t e = 0; e < 16; ++e) EXPECT_EQ(event_of_digit(*digit_of_event(e)), e);
  EXPECT_EQ(event_of_digit('x'), std::nullopt);
  EXPECT_EQ(digit_of_event(16), std::nullopt);
}

struct Sent {
  DigitSender::Packet packet;
  std::uint32_t slot;
};

std::vector<Sent> send(std::string_view digits, DigitTiming timing = {}) {
  DigitSender sender;
  for (const char d : digits) sender.add(*event_of_digit(d), timing);
  std::vector<Sent> packets;
  for (std::uint32_t ts = 1000; !sender.idle(); ts += 160)
    if (const auto packet = sender.next(ts, 160)) packets.push_back({*packet, ts});
  return packets;
}

TEST(DigitSender, SendsOneEventWithAFrozenTimestampAndThreeEnds) {
  const auto sent = send("5");
  ASSERT_EQ(sent.size(), 7U);  // 160, 320, 480, 640, then 800 with the E bit three times
  for (std::size_t i = 0; i < sent.size(); ++i) {
    EXPECT_EQ(sent[i].packet.timestamp, 1000U);
    EXPECT_EQ(sent[i].packet.marker, i == 0);
    EXPECT_EQ(sent[i].packet.payload.event, 5);
    EXPECT_EQ(sent[i].packet.payload.end, i >= 4);
    EXPECT_EQ(sent[i].packet.payload.duration, std::min<std::size_t>(160 * (i + 1), 800));
  }
}

TEST(DigitSender, KeepsTheGapBetweenDigits) {
  const auto sent = send("12", {.tone = 100ms, .gap = 100ms});
  ASSERT_EQ(sent.size(), 14U);
  const std::uint32_t silence = sent[7].packet.timestamp - (sent[0].packet.timestamp + 800);
  EXPECT_GE(silence, narrowband.frames_in(100ms));
  EXPECT_LE(silence, narrowband.frames_in(120ms));
  EXPECT_TRUE(sent[7].packet.marker);
}

TEST(DigitSender, RefusesWhatItCannotHold) {
  DigitSender sender;
  for (std::size_t i = 0; i < DigitSender::most_waiting; ++i) EXPECT_TRUE(sender.add(1, {}));
  EXPECT_FALSE(sender.add(1, {}));
}

class Receiver : public ::testing::Test {
 protected:
  void hear(std::uint32_t timestamp, std::uint8_t event, bool end, std::uint16_t duration) {
    if (const auto d = receiver.packet(timestamp, {event, end, 10, duration})) heard.push_back(*d);
  }
  void wait(int periods) {
    for (int i = 0; i < periods; ++i)
      if (const auto d = receiver.tick()) heard.push_back(*d);
  }
  DigitReceiver receiver;
  std::vector<DigitReceiver::Digit> heard;
};
using DigitReceiverTest = Receiver;

TEST_F(DigitReceiverTest, ReportsADigitOnceThoughItsEndComesThreeTimes) {
  for (std::uint16_t d = 160; d < 800; d = static_cast<std::uint16_t>(d + 160))
    hear(4000, 7, false, d);
  for (int i = 0; i < 3; ++i) hear(4000, 7, true, 800);
  wait(100);
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].digit, '7');
  EXPECT_EQ(heard[0].duration, 100ms);
}

TEST_F(DigitReceiverTest, ReportsADigitOfWhichOnlyAnEndArrived) {
  hear(4000, 11, true, 800);
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].digit, '#');
}

TEST_F(DigitReceiverTest, ReportsADigitWhoseEndsAreLostWhenTheNextBegins) {
  hear(4000, 1, false, 160);
  hear(4000, 1, false, 320);
  hear(6000, 2, false, 160);
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].digit, '1');
  EXPECT_EQ(heard[0].duration, 40ms);
  hear(6000, 2, true, 800);
  EXPECT_EQ(heard.size(), 2U);
}

TEST_F(DigitReceiverTest, ReportsADigitWhoseEndsAreLostAfterAWhile) {
  hear(4000, 3, false, 480);
  wait(19);
  EXPECT_TRUE(heard.empty());
  wait(100);
  EXPECT_EQ(heard.size(), 1U);
}

TEST_F(DigitReceiverTest, IgnoresAnOldDigitThatWasOvertaken) {
  hear(6000, 2, true, 800);
  hear(4000, 1, true, 800);
  EXPECT_EQ(heard.size(), 1U);
}

TEST_F(DigitReceiverTest, TakesTheSameDigitAgainWithAnotherTimestamp) {
  hear(4000, 2, true, 800);
  hear(6000, 2, true, 800);
  EXPECT_EQ(heard.size(), 2U);
}

TEST_F(DigitReceiverTest, DoesNotReportAHookFlashAsADigit) {
  hear(4000, 16, true, 800);
  EXPECT_TRUE(heard.empty());
}

}  // namespace
}  // namespace offhook::media
