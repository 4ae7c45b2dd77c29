// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/wire_meter.hpp"

#include <gtest/gtest.h>

#include "sim/fleet/handshake.hpp"

namespace offhook::sim::fleet {
namespace {

const Endpoint us{IpAddress::v4(192, 0, 2, 1), 5060}, them{IpAddress::v4(192, 0, 2, 2), 5060};

std::string request(std::string_view method, std::string_view branch) {
  const std::string name(method);
  return name + " sip:b@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK" +
         std::string(branch) +
         "\r\nMax-Forwards: 70\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: c\r\nCSeq: "
         "1 " +
         name + "\r\nContent-Length: 0\r\n\r\n";
}

TEST(WireMeter, CountsWhatGoesASecondTime) {
  WireMeter meter;
  meter.sent(0s, us, them, request("OPTIONS", "1"));
  meter.sent(500ms, us, them, request("OPTIONS", "1"));
  meter.sent(1s, us, them, request("OPTIONS", "2"));
  meter.sent(33s, us, them, request("OPTIONS", "2"));  // the table has changed meanwhile

  EXPECT_EQ(meter.messages_sent(), 4u);
  EXPECT_EQ(meter.sent_again(), (std::map<std::string, std::uint64_t>{{"OPTIONS", 2}}));
}

TEST(WireMeter, ForgetsAndDoesNotMindKeepAlivesOrOtherPlaces) {
  WireMeter meter;
  for (int i = 0; i < 3; ++i) meter.sent(1s, us, them, "\r\n\r\n");
  meter.sent(1s, us, them, request("BYE", "1"));
  meter.sent(1s, them, us, request("BYE", "1"));
  meter.sent(80s, us, them, request("BYE", "9"));
  meter.sent(120s, us, them, request("BYE", "1"));

  EXPECT_TRUE(meter.sent_again().empty());
}

TEST(WireMeter, TellsHowLongAByeWaitedForItsAnswer) {
  WireMeter meter;
  std::vector<std::string> told;
  meter.on_bye_answered([&](const std::string& call_id, Instant span, int status) {
    told.push_back(call_id + " " + std::to_string(span / 1ms) + " " + std::to_string(status));
  });
  const auto bye = request("BYE", "1");
  auto answer = bye;
  answer.replace(0, answer.find("\r\n"), "SIP/2.0 200 OK");
  auto trying = bye;
  trying.replace(0, trying.find("\r\n"), "SIP/2.0 100 Trying");
  meter.sent(1s, us, them, bye);
  meter.sent(1500ms, us, them, bye);
  meter.received(1600ms, trying);
  meter.received(1700ms, answer);
  meter.received(1800ms, answer);

  EXPECT_EQ(told, std::vector<std::string>{"c 700 200"});
  EXPECT_EQ(meter.messages_received(), 3u);
}

TEST(Handshake, AProofNeedsTokenSideAndBothNumbers) {
  const auto good = proof("token", Side::worker, "1", "2");
  EXPECT_EQ(good.size(), 64u);
  EXPECT_TRUE(same_proof(good, proof("token", Side::worker, "1", "2")));
  for (const auto& other :
       {proof("tokem", Side::worker, "1", "2"), proof("token", Side::coordinator, "1", "2"),
        proof("token", Side::worker, "2", "1"), proof("token", Side::worker, "12", ""),
        std::string()})
    EXPECT_FALSE(same_proof(good, other));
}

}  // namespace
}  // namespace offhook::sim::fleet
