// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/dns_wire.hpp"

#include <gtest/gtest.h>

#include "actors/base/random_source.hpp"
#include "actors/transport/dns_answer.hpp"

namespace offhook::transport {
namespace {

using namespace std::string_literals;

/// Writes a DNS message by hand: whatever a name server may send, and may not.
class Packet {
 public:
  explicit Packet(std::uint16_t flags = 0x8180) : flags_(flags) {}

  static std::string name(std::string_view text) {
    std::string wire;
    while (!text.empty()) {
      const auto label = text.substr(0, text.find('.'));
      wire += static_cast<char>(label.size());
      wire += label;
      text.remove_prefix(std::min(text.size(), label.size() + 1));
    }
    return wire + '\0';
  }
  static std::string u16(unsigned value) {
    return {static_cast<char>(value >> 8), static_cast<char>(value & 255)};
  }
  static std::string u32(std::uint32_t value) { return u16(value >> 16) + u16(value & 0xFFFF); }

  Packet& answer(std::string_view owner, unsigned type, std::string_view data,
                 std::uint32_t ttl = 300) {
    ++answers_;
    body_ += name(owner) + u16(type) + u16(1) + u32(ttl) + u16(static_cast<unsigned>(data.size())) +
             std::string(data);
    return *this;
  }
  Packet& raw_answer(std::string_view octets) {
    ++answers_;
    body_ += octets;
    return *this;
  }
  Packet& authority(std::string_view octets) {
    ++authorities_;
    body_ += octets;
    return *this;
  }
  Packet& lie_about_answers(unsigned count) {
    answers_ = count;
    return *this;
  }
  [[nodiscard]] std::string text() const {
    return u16(1) + u16(flags_) + u16(1) + u16(answers_) + u16(authorities_) + u16(0) +
           name("example.com") + u16(1) + u16(1) + body_;
  }

 private:
  unsigned flags_, answers_ = 0, authorities_ = 0;
  std::string body_;
};

std::string srv(unsigned priority, unsigned weight, unsigned port, std::string_view target) {
  return Packet::u16(priority) + Packet::u16(weight) + Packet::u16(port) + Packet::name(target);
}

TEST(DnsWire, ReadsTheRecordsThatLocateServers) {
  const auto reply = decode_reply(
      Packet()
          .answer("Example.COM", 1, "\xC0\x00\x02\x01"s)
          .answer("example.com", 28, "\x20\x01\x0d\xb8"s + std::string(11, '\0') + "\x01")
          .answer("_sip._udp.example.com", 33, srv(1, 2, 5060, "A.example.com"), 60)
          .answer("_sip._tcp.example.com", 33, srv(0, 0, 0, ""))
          .answer("www.example.com", 5, Packet::name("example.com"))
          .answer("example.com", 35,
                  Packet::u16(10) + Packet::u16(50) + "\x01s\x07SIP+D2U\x00"s +
                      Packet::name("_sip._udp.example.com"))
          .answer("example.com", 16, "\x03txt")
          .text());

  ASSERT_EQ(reply.outcome, DnsOutcome::found);
  ASSERT_EQ(reply.records.size(), 6u);
  EXPECT_EQ(reply.records[0].owner, "example.com");
  EXPECT_EQ(std::get<IpAddress>(reply.records[0].data), IpAddress::v4(192, 0, 2, 1));
  EXPECT_EQ(std::get<IpAddress>(reply.records[1].data), *IpAddress::parse("2001:db8::1"));
  EXPECT_EQ(std::get<SrvRecord>(reply.records[2].data), (SrvRecord{1, 2, 5060, "a.example.com"}));
  EXPECT_EQ(reply.records[2].ttl, std::chrono::seconds{60});
  EXPECT_EQ(std::get<SrvRecord>(reply.records[3].data).target, "");
  EXPECT_EQ(std::get<AliasRecord>(reply.records[4].data).target, "example.com");
  EXPECT_EQ(std::get<NaptrRecord>(reply.records[5].data),
            (NaptrRecord{10, 50, "s", "SIP+D2U", "_sip._udp.example.com"}));
}

TEST(DnsWire, TellsNothingFromFailure) {
  EXPECT_EQ(decode_reply(Packet().text()).outcome, DnsOutcome::nothing);
  EXPECT_EQ(decode_reply(Packet(0x8183).text()).outcome, DnsOutcome::nothing);        // NXDOMAIN
  EXPECT_EQ(decode_reply(Packet(0x8182).text()).outcome, DnsOutcome::server_failed);  // SERVFAIL
  EXPECT_EQ(decode_reply(Packet(0x8185).text()).outcome, DnsOutcome::server_failed);  // REFUSED
  EXPECT_EQ(decode_reply(Packet(0x0100).text()).outcome, DnsOutcome::server_failed);  // a question
  EXPECT_EQ(decode_reply("").outcome, DnsOutcome::server_failed);
}

// RFC 2308 §5.
TEST(DnsWire, ReadsHowLongThereIsNothing) {
  const auto soa = Packet::name("example.com") + Packet::u16(6) + Packet::u16(1) +
                   Packet::u32(900) + Packet::u16(28) + Packet::name("a.b") + std::string(1, '\0') +
                   "\0\0"s + Packet::u32(1) + Packet::u32(2) + Packet::u32(3) + Packet::u32(4) +
                   Packet::u32(77);
  // MNAME 5 octets, RNAME 1, five numbers 20: 26; the length above is corrected here.
  std::string exact = Packet::name("example.com") + Packet::u16(6) + Packet::u16(1) +
                      Packet::u32(900) + Packet::u16(26) + Packet::name("a.b") +
                      std::string(1, '\0') + Packet::u32(1) + Packet::u32(2) + Packet::u32(3) +
                      Packet::u32(4) + Packet::u32(77);
  EXPECT_EQ(decode_reply(Packet(0x8183).authority(exact).text()).negative_ttl,
            std::chrono::seconds{77});
  EXPECT_NO_FATAL_FAILURE((void)decode_reply(Packet(0x8183).authority(soa).text()));
}

// RFC 2181 §8.
TEST(DnsWire, ATimeToLiveWithTheTopBitIsZero) {
  const auto reply =
      decode_reply(Packet().answer("example.com", 1, "\xC0\x00\x02\x01"s, 0x80000000).text());
  ASSERT_EQ(reply.records.size(), 1u);
  EXPECT_EQ(reply.records[0].ttl, std::chrono::seconds{0});
}

TEST(DnsWire, ANameThatPointsAtItselfIsRefused) {
  // The owner is a pointer to itself: header and question take 29 octets.
  const auto loop = "\xC0\x1D"s + Packet::u16(1) + Packet::u16(1) + Packet::u32(1) +
                    Packet::u16(4) + "\x01\x02\x03\x04"s;
  const auto reply = decode_reply(Packet().raw_answer(loop).text());
  EXPECT_EQ(reply.outcome, DnsOutcome::server_failed);
}

TEST(DnsWire, ACountThatLiesIsRefused) {
  const auto packet = Packet().answer("example.com", 1, "\xC0\x00\x02\x01"s);
  EXPECT_EQ(decode_reply(Packet(packet).lie_about_answers(65535).text()).outcome,
            DnsOutcome::server_failed);
}

TEST(DnsWire, DropsNamesThatHoldADot) {
  const auto reply = decode_reply(Packet()
                                      .answer("_sip._udp.example.com", 33, srv(1, 1, 5060, ""))
                                      .answer("example.com", 5,
                                              "\x04"
                                              "a.b."
                                              "\x03"
                                              "com"
                                              "\0"s)
                                      .text());
  ASSERT_EQ(reply.records.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<SrvRecord>(reply.records[0].data));
}

TEST(DnsWire, TenThousandRecordsAreCut) {
  Packet packet;
  for (int i = 0; i < 1900; ++i) packet.answer("example.com", 1, "\xC0\x00\x02\x01"s);
  const auto reply = decode_reply(packet.text());
  EXPECT_EQ(reply.records.size(), most_decoded_records);
  EXPECT_EQ(read_reply({"example.com", RecordType::a}, reply).addresses.size(), DnsLimits::records);
}

TEST(DnsWire, SurvivesEveryCutAndManyMutations) {
  const std::string whole =
      Packet()
          .answer("_sip._udp.example.com", 33, srv(1, 2, 5060, "a.example.com"))
          .answer("example.com", 35,
                  Packet::u16(10) + Packet::u16(50) + "\x01s\x07SIP+D2U\x00"s +
                      Packet::name("_sip._udp.example.com"))
          .answer("www.example.com", 5, Packet::name("example.com"))
          .text();
  for (std::size_t size = 0; size < whole.size(); ++size)
    (void)decode_reply(std::string_view(whole).substr(0, size));
  SeededRandom random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string mutant = whole;
    for (int changes = 0; changes < 3; ++changes)
      mutant[random.next() % mutant.size()] = static_cast<char>(random.next());
    EXPECT_LE(decode_reply(mutant).records.size(), 3u);
  }
}

}  // namespace
}  // namespace offhook::transport
