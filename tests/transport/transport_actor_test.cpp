// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/transport_actor.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/sip/draft.hpp"
#include "sim/virtual_network.hpp"
#include "tests/transport/heard.hpp"

namespace offhook::transport {
namespace {

class TransportActorTest : public testing::Test {
 protected:
  void SetUp() override {
    log::set_sink([this](log::Level, std::string_view line) { logged.emplace_back(line); });
    auto bound = start_transport(loop.system(), network, here, random);
    ASSERT_TRUE(bound.ok());
    transport = bound->transport;
    listener = loop.spawn<HearingReceiver>(heard);
    act::tell_anon(transport, DeliverTo{listener});
    far_socket = *network.bind(
        far, [this](std::string octets, const Endpoint&) { answers.push_back(std::move(octets)); });
    loop.run_for(0s);
  }
  void TearDown() override {
    act::stop(transport);
    act::stop(listener);
    transport = nullptr;
    listener = nullptr;
    loop.run_for(0s);
    EXPECT_EQ(loop.running_actors(), 0u);
    EXPECT_EQ(loop.pending_timers(), 0u);
    log::set_sink(nullptr);
  }
  void arrive(std::string_view octets) {
    ASSERT_TRUE(far_socket->send(here, octets).ok());
    loop.run_for(0s);
  }
  Counters counters() {
    Counters result;
    caf::scoped_actor self(loop.system());
    auto asked = self->request(transport, caf::infinite, QueryCounters{});
    loop.run_for(0s);
    asked.receive([&](const Counters& c) { result = c; }, [](const caf::error&) { FAIL(); });
    return result;
  }
  static sip::Draft options() {
    auto draft = sip::Draft::request(sip::Method::options, "sip:bob@192.0.2.1");
    draft.append("Via", "SIP/2.0/UDP pc.example:5062;branch=z9hG4bK1;rport");
    draft.append("From", "<sip:a@a.example>;tag=a").append("To", "<sip:bob@192.0.2.1>");
    return draft.append("Call-ID", "c").append("CSeq", "1 OPTIONS");
  }

  act::Loop loop{act::Loop::Virtual{}};
  sim::VirtualNetwork network{loop.timers()};
  SeededRandom random{1};
  Endpoint here = *Endpoint::parse("192.0.2.1:5060");
  Endpoint far = *Endpoint::parse("192.0.2.2:4242");
  SocketTransport transport;
  Receiver listener;
  Heard heard;
  std::unique_ptr<DatagramSocket> far_socket;
  std::vector<std::string> answers;
  std::vector<std::string> logged;
};

// RFC 3261 §18.2.1, RFC 3581 §4.
TEST_F(TransportActorTest, WritesTheSourceIntoTheTopVia) {
  arrive(options().serialize());

  ASSERT_EQ(heard.messages.size(), 1u);
  const sip::Via& via = heard.messages[0].message->top_via();
  EXPECT_EQ(via.received, "192.0.2.2");
  EXPECT_EQ(via.rport, 4242);
  EXPECT_EQ(heard.messages[0].from, (Hop{Protocol::udp, far}));
}

TEST_F(TransportActorTest, PassesResponsesAsTheyCame) {
  arrive(sip::Draft::response(*options().build(), 200, "", "b").serialize());

  ASSERT_EQ(heard.messages.size(), 1u);
  EXPECT_TRUE(heard.messages[0].message->top_via().received.empty());
}

TEST_F(TransportActorTest, MeetsWhatIsNoMessageWithSilenceIfToldSo) {
  const Endpoint there = *Endpoint::parse("192.0.2.1:5099");
  const auto quiet = start_transport(loop.system(), network, there, random, false);
  ASSERT_TRUE(quiet.ok());
  ASSERT_TRUE(far_socket->send(there, options().set("CSeq", "one OPTIONS").serialize()).ok());
  loop.run_for(0s);
  EXPECT_TRUE(answers.empty());
  act::stop(quiet->transport);
}

TEST_F(TransportActorTest, RefusesWhatIsNoValidRequest) {
  arrive(options().set("CSeq", "one OPTIONS").serialize());

  ASSERT_EQ(answers.size(), 1u);
  EXPECT_TRUE(answers[0].starts_with("SIP/2.0 400 "));
  EXPECT_TRUE(heard.messages.empty());
  EXPECT_EQ(counters().refused, 1u);
}

TEST_F(TransportActorTest, AnswersNeitherResponsesNorAcksNorScraps) {
  arrive("SIP/2.0 999 Too high\r\nVia: SIP/2.0/UDP 192.0.2.2:4242\r\n\r\n");
  arrive("ACK sip:b SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2:4242\r\n\r\n");
  arrive("\r\n\r\n");
  arrive(std::string(20, '\n'));
  arrive(std::string_view("\0\0\0\0", 4));
  arrive("");

  EXPECT_TRUE(answers.empty());
  EXPECT_EQ(counters().keep_alives, 4u);
  EXPECT_EQ(counters().dropped, 2u);
  EXPECT_EQ(logged.size(), 2u);
}

TEST_F(TransportActorTest, KeepsTheLogShort) {
  for (int i = 0; i < 1000; ++i) arrive("no SIP message at all\r\n\r\n");
  EXPECT_EQ(logged.size(), 3u);
  loop.run_for(60s);
  arrive("no SIP message at all\r\n\r\n");

  ASSERT_EQ(logged.size(), 4u);
  EXPECT_NE(logged[3].find("997 others"), std::string::npos);
}

std::vector<std::string> torture_messages() {
  std::vector<std::string> messages;
  for (const auto* folder : {"/rfc4475", "/rfc5118"})
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(OFFHOOK_TEST_DATA) + folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream text;
      text << file.rdbuf();
      messages.push_back(text.str().substr(0, 65507));
    }
  std::sort(messages.begin(), messages.end());  // folders are listed in any order
  return messages;
}

TEST_F(TransportActorTest, SurvivesTheTortureMessages) {
  const auto messages = torture_messages();
  for (const auto& message : messages) arrive(message);

  EXPECT_GT(messages.size(), 60u);
  EXPECT_GT(heard.messages.size(), 20u);
  EXPECT_EQ(counters().received, messages.size());
  for (const auto& answer : answers) EXPECT_TRUE(answer.starts_with("SIP/2.0 ")) << answer;
}

TEST_F(TransportActorTest, SurvivesTortureMessagesWithOctetsChanged) {
  for (const auto& message : torture_messages())
    for (int round = 0; round < 100; ++round) {
      std::string changed = message;
      for (auto changes = 1 + random.next() % 4; changes > 0 && !changed.empty(); --changes) {
        const auto at = random.next() % std::min<std::size_t>(changed.size(), 400);
        const auto kind = random.next() % 3;
        if (kind == 0) changed[at] = static_cast<char>(random.next());
        if (kind == 1) changed.erase(at, 1 + random.next() % 8);
        if (kind == 2) changed.insert(at, changed.substr(random.next() % changed.size(), 12));
      }
      arrive(changed);
    }
  const auto valid = heard.messages.size();
  arrive(options().serialize());

  EXPECT_GT(valid, 500u);
  EXPECT_EQ(heard.messages.size(), valid + 1);
}

TEST_F(TransportActorTest, SendsAndReportsWhatCannotLeave) {
  const auto small = options().build();
  const auto large = options().body("text/plain", std::string(65507, 'x')).build();
  act::tell_anon(transport, SendMessage{small, {Protocol::udp, far}});
  act::tell_anon(transport, SendMessage{large, {Protocol::udp, far}});
  loop.run_for(0s);

  EXPECT_EQ(answers, (std::vector{std::string(small->text())}));
  ASSERT_EQ(heard.failures.size(), 1u);
  EXPECT_EQ(heard.failures[0].message, large);
  EXPECT_EQ(heard.failures[0].to.remote, far);
}

// RFC 3261 §18.4.
TEST_F(TransportActorTest, SendsNoDatagramWhereAConnectionWasAskedFor) {
  act::tell_anon(transport, SendMessage{options().build(), {Protocol::tcp, far}});
  loop.run_for(0s);

  EXPECT_TRUE(answers.empty());
  ASSERT_EQ(heard.failures.size(), 1u);
  EXPECT_EQ(heard.failures[0].to, (Hop{Protocol::tcp, far}));
}

TEST_F(TransportActorTest, ReportsEachRequestThatCameBackOnce) {
  network.report_unreachable(true);
  const auto request = options().build();
  const Hop nobody{Protocol::udp, *Endpoint::parse("192.0.2.2:9")};
  act::tell_anon(transport, SendMessage{request, nobody});
  act::tell_anon(transport, SendMessage{request, nobody});
  loop.run_for(1s);

  ASSERT_EQ(heard.failures.size(), 1u);
  EXPECT_EQ(heard.failures[0].message, request);
  EXPECT_EQ(heard.failures[0].to, nobody);
}

TEST_F(TransportActorTest, SaysWhichAddressIsTaken) {
  const auto again = start_transport(loop.system(), network, here, random);

  EXPECT_EQ(again.status().code(), absl::StatusCode::kAlreadyExists);
}

}  // namespace
}  // namespace offhook::transport
