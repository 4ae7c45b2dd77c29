// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/session_timer.hpp"

#include <gtest/gtest.h>

#include "tests/support/messages.hpp"

namespace offhook::dialog {
namespace {

using namespace std::chrono_literals;
using offhook::testing::message;
using sip::Refresher;
using sip::Use;

sip::MessagePtr request(std::vector<std::string> more) {
  std::vector<std::string> lines = {"INVITE sip:alice@192.0.2.1 SIP/2.0",
                                    "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1",
                                    "From: <sip:bob@example.net>;tag=bob",
                                    "To: <sip:alice@example.net>",
                                    "Call-ID: c",
                                    "CSeq: 1 INVITE",
                                    "Contact: <sip:bob@192.0.2.9>"};
  lines.insert(lines.end(), more.begin(), more.end());
  return message(lines);
}

sip::MessagePtr response(int status, std::vector<std::string> more = {}) {
  std::vector<std::string> lines = {"SIP/2.0 " + std::to_string(status) + " Whatever",
                                    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1",
                                    "From: <sip:alice@example.net>;tag=a",
                                    "To: <sip:bob@example.net>;tag=b",
                                    "Call-ID: c",
                                    "CSeq: 1 INVITE"};
  lines.insert(lines.end(), more.begin(), more.end());
  return message(lines);
}

/// What is written into an INVITE or its 2xx: "Session-Expires | Require | Min-SE".
std::string written(const SessionTimer& timer, bool in_request) {
  auto draft = sip::Draft::request("INVITE", "sip:bob@example.net");
  if (in_request)
    timer.write_request(draft);
  else
    timer.write_response(draft);
  std::string text;
  for (const auto* name : {"Session-Expires", "Require", "Min-SE"})
    text += std::string(draft.header(name).value_or("-")) + " | ";
  return text.substr(0, text.size() - 3);
}

TEST(SessionTimer, FollowsTable2) {  // RFC 4028 §9
  for (const auto preferred : {Refresher::uac, Refresher::uas}) {
    EXPECT_EQ(choose_refresher(false, std::nullopt, preferred), Refresher::uas);
    EXPECT_EQ(choose_refresher(false, Refresher::uas, preferred), Refresher::uas);
    EXPECT_EQ(choose_refresher(true, std::nullopt, preferred), preferred);
    EXPECT_EQ(choose_refresher(true, Refresher::uac, preferred), Refresher::uac);
    EXPECT_EQ(choose_refresher(true, Refresher::uas, preferred), Refresher::uas);
  }
}

TEST(SessionTimer, AsksOnlyWhereTheAccountWants) {
  EXPECT_EQ(written(SessionTimer({}), true), "- | - | -");
  EXPECT_EQ(written(SessionTimer({.use = Use::supported}), true), "1800 | - | -");
  EXPECT_EQ(
      written(
          SessionTimer(
              {.use = Use::required, .expires = 600s, .min_se = 120s, .refresher = Refresher::uas}),
          true),
      "600;refresher=uas | timer | 120");
}

TEST(SessionTimer, AsksForLongerAfter422) {  // §7.3
  SessionTimer timer({.use = Use::supported, .expires = 100s});
  ASSERT_TRUE(timer.accept_minimum(*response(422, {"Min-SE: 3600"})));
  EXPECT_EQ(written(timer, true), "3600 | - | 3600");
  EXPECT_FALSE(timer.accept_minimum(*response(422, {"Min-SE: 3600"})));  // said so before
  EXPECT_FALSE(timer.accept_minimum(*response(422)));
}

TEST(SessionTimer, IsWhatThe2xxSays) {
  SessionTimer timer({.use = Use::supported});
  timer.accept_response(*response(200, {"Session-Expires: 900;refresher=uac"}));
  ASSERT_TRUE(timer.is_running());
  EXPECT_TRUE(timer.we_refresh());
  EXPECT_EQ(timer.refresh_after(), 450s);  // §7.2
  EXPECT_EQ(timer.end_after(), 868s);      // §10: 32 s before
  EXPECT_EQ(written(timer, true), "900;refresher=uac | - | -");

  timer.accept_response(*response(200, {"Session-Expires: 90;refresher=uas"}));
  EXPECT_FALSE(timer.we_refresh());
  EXPECT_EQ(timer.end_after(), 60s);  // §10: a third
  EXPECT_EQ(written(timer, true), "90;refresher=uas | - | -");
}

TEST(SessionTimer, NeedsNoWishOfOursWhenThePeerOrAProxyHasOne) {
  SessionTimer timer({});
  timer.accept_response(*response(200, {"Session-Expires: 900;refresher=uac"}));
  EXPECT_TRUE(timer.is_running());
  EXPECT_TRUE(timer.we_refresh());
  timer.accept_response(*response(200));
  EXPECT_FALSE(timer.is_running());
}

TEST(SessionTimer, RefreshesAPeerThatKnowsNoTimers) {  // §7.2
  SessionTimer timer({.use = Use::supported, .expires = 600s});
  timer.accept_response(*response(200));
  ASSERT_TRUE(timer.is_running());
  EXPECT_TRUE(timer.we_refresh());
  EXPECT_EQ(timer.refresh_after(), 300s);
}

TEST(SessionTimer, TakesNoIntervalBelow90Seconds) {  // §4
  SessionTimer timer({});
  timer.accept_response(*response(200, {"Session-Expires: 1;refresher=uac"}));
  EXPECT_EQ(timer.refresh_after(), 45s);
}

TEST(SessionTimer, RefusesOnlyWhoUnderstands422) {  // §9
  const SessionTimer timer({.min_se = 300s});
  EXPECT_EQ(timer.too_short(*request({"Session-Expires: 299", "Supported: timer"})), 300s);
  EXPECT_FALSE(timer.too_short(*request({"Session-Expires: 300", "Supported: timer"})));
  EXPECT_FALSE(timer.too_short(*request({"Session-Expires: 100"})));
  EXPECT_FALSE(timer.too_short(*request({"Supported: timer"})));
}

TEST(SessionTimer, AnswersAPeerThatAsks) {
  SessionTimer timer({});
  timer.accept_request(*request({"Session-Expires: 700", "Supported: timer"}));
  EXPECT_EQ(written(timer, false), "700;refresher=uac | timer | -");
  EXPECT_FALSE(timer.we_refresh());

  SessionTimer ours({.refresher = Refresher::uas});
  ours.accept_request(*request({"Session-Expires: 700", "Supported: timer"}));
  EXPECT_EQ(written(ours, false), "700;refresher=uas | timer | -");
  EXPECT_TRUE(ours.we_refresh());
}

TEST(SessionTimer, RefreshesForACallerThatCannot) {
  SessionTimer timer({});  // a proxy put Session-Expires in
  timer.accept_request(*request({"Session-Expires: 700"}));
  EXPECT_EQ(written(timer, false), "700;refresher=uas | - | -");
  EXPECT_TRUE(timer.we_refresh());
}

TEST(SessionTimer, NeverAnswersWithMoreThanWasAsked) {
  SessionTimer timer({.use = Use::supported, .expires = 1800s});
  timer.accept_request(*request({"Session-Expires: 600;refresher=uas", "Supported: timer"}));
  EXPECT_EQ(written(timer, false), "600;refresher=uas | timer | -");
  SessionTimer shorter({.use = Use::supported, .expires = 200s});
  shorter.accept_request(*request({"Session-Expires: 600", "Min-SE: 300", "Supported: timer"}));
  EXPECT_EQ(written(shorter, false), "300;refresher=uac | timer | -");
}

TEST(SessionTimer, PutsATimerOnTheCallsOfThePeerWhereTheAccountWants) {
  SessionTimer timer({.use = Use::supported, .expires = 600s});
  timer.accept_request(*request({}));
  EXPECT_EQ(written(timer, false), "600;refresher=uas | - | -");
  EXPECT_TRUE(timer.we_refresh());
}

TEST(SessionTimer, KeepsTheRolesWhenARefreshNamesNone) {
  SessionTimer timer({});
  timer.accept_request(*request({"Session-Expires: 700;refresher=uas", "Supported: timer"}));
  timer.accept_request(*request({"Session-Expires: 700", "Supported: timer"}));
  EXPECT_TRUE(timer.we_refresh());
  timer.accept_request(*request({"Supported: timer"}));
  EXPECT_FALSE(timer.is_running());  // whoever asks for none ends it
}

}  // namespace
}  // namespace offhook::dialog
