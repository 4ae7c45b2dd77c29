// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/registration/refresh.hpp"

#include <gtest/gtest.h>

#include "actors/base/clock.hpp"
#include "tests/support/messages.hpp"

namespace offhook::registration {
namespace {

using testing::message;

sip::MessagePtr answer(std::vector<std::string> more) {
  std::vector<std::string> lines = {"SIP/2.0 200 OK",
                                    "Via: SIP/2.0/UDP h;branch=z9hG4bK1",
                                    "From: <sip:a@b>;tag=x",
                                    "To: <sip:a@b>;tag=y",
                                    "Call-ID: c",
                                    "CSeq: 1 REGISTER"};
  lines.insert(lines.end(), more.begin(), more.end());
  return message(lines);
}

std::chrono::seconds granted(std::vector<std::string> more) {
  return granted_expires(*answer(std::move(more)), "sip:alice@192.0.2.1:5060", 3600s);
}

TEST(Refresh, LeavesTimeForALostAnswer) {
  EXPECT_EQ(refresh_after(3600s), 3240s);
  EXPECT_EQ(refresh_after(120s), 88s);
  EXPECT_EQ(refresh_after(60s), 30s);
  EXPECT_EQ(refresh_after(10s), 5s);
  EXPECT_EQ(refresh_after(1s), 1s);
}

TEST(GrantedExpires, IsThatOfOurOwnContact) {
  EXPECT_EQ(granted({"Contact: <sip:alice@192.0.2.77>;expires=10, "
                     "<sip:alice@192.0.2.1:5060>;expires=300",
                     "Expires: 20"}),
            300s);
  EXPECT_EQ(granted({"Contact: <sip:alice@192.0.2.1:5060>", "Expires: 20"}), 20s);
  EXPECT_EQ(granted({"Contact: <sip:alice@192.0.2.1:5060>"}), 3600s);
  EXPECT_EQ(granted({}), 3600s);
}

TEST(GrantedExpires, IsZeroWithoutABindingOfOurs) {
  EXPECT_EQ(granted({"Contact: <sip:alice@192.0.2.77>;expires=10"}), 0s);
  EXPECT_EQ(granted({"Contact: <sip:alice@192.0.2.1:5060>;expires=0"}), 0s);
}

sip::MessagePtr seen_at(const std::string& transport) {
  return message({"SIP/2.0 200 OK",
                  "Via: SIP/2.0/" + transport +
                      " 10.0.0.1:5060;branch=z9hG4bK1;received=192.0.2.9;rport=40000",
                  "From: <sip:a@b>;tag=x", "To: <sip:a@b>;tag=y", "Call-ID: c",
                  "CSeq: 1 REGISTER"});
}

// Over TCP rport is the port of a connection, where nobody listens (RFC 3581 §4).
TEST(ContactAsSeen, TakesThePortOfADatagramAlone) {
  EXPECT_EQ(contact_as_seen(*seen_at("UDP"), "sip:a@10.0.0.1:5060"), "sip:a@192.0.2.9:40000");
  EXPECT_EQ(contact_as_seen(*seen_at("TCP"), "sip:a@10.0.0.1:5060;transport=tcp"),
            "sip:a@192.0.2.9:5060;transport=tcp");
}

TEST(LongerExpires, FollowsMinExpiresUnlessItHelpsNothing) {
  EXPECT_EQ(longer_expires(*answer({"Min-Expires: 1800"}), 60s), 1800s);
  EXPECT_EQ(longer_expires(*answer({"Min-Expires: 60"}), 60s), std::nullopt);
  EXPECT_EQ(longer_expires(*answer({}), 60s), std::nullopt);
}

TEST(BackOff, DoublesUpToHalfAnHourWithJitterBelow) {
  SeededRandom random(5);
  BackOff back_off;
  for (const auto bound : {60s, 120s, 240s, 480s, 960s, 1800s, 1800s}) {
    const auto wait = back_off.next(random);
    EXPECT_LE(wait, bound);
    EXPECT_GE(wait, bound / 2);
  }
  back_off.reset();
  EXPECT_LE(back_off.next(random), 60s);
}

TEST(BackOff, HonoursRetryAfterWithinReason) {
  SeededRandom random(5);
  BackOff back_off;
  EXPECT_EQ(back_off.next(random, 7s), 7s);
  EXPECT_EQ(back_off.next(random, 0s), 1s);
  EXPECT_EQ(back_off.next(random, std::chrono::seconds{4294967295}), 24h);
}

}  // namespace
}  // namespace offhook::registration
