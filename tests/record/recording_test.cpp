// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/recording.hpp"

#include <gtest/gtest.h>

#include "actors/base/random_source.hpp"
#include "sim/record/media_form.hpp"
#include "sim/record/order_form.hpp"
#include "sim/record/secrets.hpp"
#include "sim/record/wire_forms.hpp"

namespace offhook::sim::record {
namespace {

Header header() {
  return {"offhook 0.1.0", "[phone]\n", "sim", {"urn:uuid:1"}, 1, true, 1700000000};
}

std::string file() {
  return file_head(header()) + file_entry({Kind::start, 1ms, ""}) +
         file_entry({Kind::datagram, 2ms, std::string("a\0b", 3)}) +
         file_entry({Kind::sent, 2ms, "c"}) + file_entry({Kind::end, 3ms, ""});
}

TEST(Recording, IsReadAsItWasWritten) {
  const auto read = read_recording(file());

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->header, header());
  EXPECT_EQ(read->damage, "");
  ASSERT_EQ(read->entries.size(), 4u);
  EXPECT_EQ(read->entries[1], (Entry{Kind::datagram, 2ms, std::string("a\0b", 3)}));
}

TEST(Recording, CutAnywhereItIsReadUpToThere) {
  const auto whole = file();
  const auto head = file_head(header()).size();
  std::size_t most = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto read = read_recording(std::string_view(whole).substr(0, length));
    if (length < head) {
      EXPECT_FALSE(read.ok()) << length;
      continue;
    }
    ASSERT_TRUE(read.ok()) << length << read.status();
    EXPECT_NE(read->damage, "") << length;
    EXPECT_GE(read->entries.size(), most);
    most = read->entries.size();
  }
  EXPECT_EQ(most, 3u);
}

TEST(Recording, AChangedOctetIsFound) {
  const auto whole = file();
  const auto head = file_head(header()).size();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    const auto read = read_recording(changed);
    if (at < head)
      EXPECT_FALSE(read.ok()) << at;
    else
      EXPECT_TRUE(read.ok() && !read->damage.empty()) << at;
  }
}

TEST(Recording, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(message_of(read_recording("INVITE sip:x").status()), "this is no recording of offhook");
  auto other = file();
  other[18] = 9;
  EXPECT_EQ(message_of(read_recording(other).status()),
            "a recording of another version (9): this offhook reads version 1");
  const auto cut = read_recording(std::string_view(file()).substr(0, file().size() - 1));
  ASSERT_TRUE(cut.ok());
  EXPECT_NE(cut->damage.find("cut inside an entry"), std::string::npos) << cut->damage;
}

TEST(Recording, GarbageIsRefusedWithoutHarm) {
  SeededRandom random(1);
  const auto head = file_head(header());
  for (int round = 0; round < 2000; ++round) {
    std::string octets = head;
    const auto length = random.next() % 64;
    for (std::uint64_t i = 0; i < length; ++i) octets += static_cast<char>(random.next());
    const auto read = read_recording(octets);
    ASSERT_TRUE(read.ok());
    EXPECT_NE(read->damage, "");
    const auto body = std::string_view(octets).substr(head.size());
    (void)unpack_form<DatagramIn>(body);
    (void)unpack_form<StreamIn>(body);
    (void)unpack_form<DnsCame>(body);
    (void)unpack_order(body);
    (void)unpack_media(body);
  }
}

TEST(Recording, AnOrderSurvives) {
  phone::SetForwardOrder order{"1", phone::ForwardKind::no_answer, true, "1003", 20s};
  const auto read = unpack_order(pack_order(order));

  ASSERT_TRUE(read);
  const auto& same = std::get<phone::SetForwardOrder>(*read);
  EXPECT_EQ(same.account_id, "1");
  EXPECT_EQ(same.kind, phone::ForwardKind::no_answer);
  EXPECT_EQ(same.target, "1003");
  EXPECT_EQ(same.ring, 20s);
  EXPECT_TRUE(
      std::holds_alternative<phone::ShutDown>(*unpack_order(pack_order(phone::ShutDown{}))));
  EXPECT_FALSE(unpack_order("\xFF"));
  EXPECT_FALSE(unpack_order(pack_order(order) + "x"));
}

TEST(Recording, AWordOfTheSoundEngineSurvives) {
  media::StreamReport report;
  report.packets_sent = 150;
  report.jitter = 300us;
  report.mos = 4.2;
  report.remote = {IpAddress::v4(192, 0, 2, 7), 4000};
  const auto read = unpack_media(pack_media({7, report}));

  ASSERT_TRUE(read);
  EXPECT_EQ(read->question, 7u);
  const auto& same = std::get<media::StreamReport>(read->said);
  EXPECT_EQ(same.packets_sent, 150u);
  EXPECT_EQ(same.jitter, 300us);
  EXPECT_EQ(same.mos, 4.2);
  EXPECT_EQ(same.remote, report.remote);
}

TEST(Recording, ADnsReplySurvives) {
  using namespace transport;
  const DnsReply reply{DnsOutcome::found,
                       {{"example.net", 60s, SrvRecord{1, 2, 5060, "a.example.net"}},
                        {"example.net", 60s, NaptrRecord{1, 2, "s", "SIP+D2U", "_sip._udp"}},
                        {"b.example.net", 5s, AliasRecord{"a.example.net"}},
                        {"a.example.net", 5s, IpAddress::v4(192, 0, 2, 1)}},
                       0s};
  const auto came = unpack_form<DnsCame>(pack_form(to_form(3, reply)));

  ASSERT_TRUE(came);
  EXPECT_EQ(came->question, 3u);
  EXPECT_EQ(from_form(*came).records, reply.records);
}

TEST(Secrets, AreTakenOutOfTheSettings) {
  const auto clean = without_secrets(
      "[[account]]\nuser = \"1001\"\npassword = \"s3cret\"  # mine\n  token=\"t0ken\"\n"
      "password_file = \"/etc/pw\"\n",
      {"s3cret", "t0ken"});

  ASSERT_TRUE(clean.ok()) << clean.status();
  EXPECT_EQ(clean->find("s3cret"), std::string::npos);
  EXPECT_EQ(clean->find("t0ken"), std::string::npos);
  EXPECT_EQ(clean->find("/etc/pw"), std::string::npos);
  EXPECT_NE(clean->find("user = \"1001\""), std::string::npos);
}

TEST(Secrets, ThatCannotBeTakenOutRefuseTheRecording) {
  const auto inline_table = without_secrets("account = [{password = \"s3cret\"}]\n", {"s3cret"});
  EXPECT_FALSE(inline_table.ok());
}

TEST(Secrets, ADigestLosesItsResponseAndNothingElse) {
  const std::string message =
      "REGISTER sip:x SIP/2.0\r\nAuthorization: Digest username=\"a\", nonce=\"n\", "
      "response=\"0123456789abcdef\", cnonce=\"c\"\r\nX: "
      "response=\"kept\"\r\n\r\nresponse=\"kept\"";

  const auto clean = without_digests(message);

  EXPECT_EQ(clean.size(), message.size());
  EXPECT_NE(clean.find("response=\"****************\", cnonce=\"c\""), std::string::npos) << clean;
  EXPECT_NE(clean.find("X: response=\"kept\""), std::string::npos);
  EXPECT_TRUE(clean.ends_with("response=\"kept\""));
}

}  // namespace
}  // namespace offhook::sim::record
