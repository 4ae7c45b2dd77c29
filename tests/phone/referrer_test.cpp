// SPDX-License-Identifier: GPL-3.0-or-later
// Who had us place a call by a REFER outside of any is told how it fares (RFC 3515 §2.4.4).
#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/phone/referrer_actor.hpp"
#include "actors/sip/parser.hpp"
#include "tests/support/messages.hpp"
#include "tests/support/peer.hpp"

namespace offhook::phone {
namespace {

using offhook::testing::Wire;

class ReferrerTest : public ::testing::Test {
 protected:
  void start(bool wants_subscription = true) {
    dispatcher = loop.spawn<offhook::testing::RecordingDispatcher>(wire);
    transaction = loop.spawn<offhook::testing::RecordingTransaction>(wire);
    const auto refer = sip::message_or_null(
        sip::parse_datagram("REFER sip:alice@192.0.2.1 SIP/2.0\r\n"
                            "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx\r\n"
                            "From: <sip:desk@example.net>;tag=d\r\nTo: <sip:alice@example.net>\r\n"
                            "Call-ID: c\r\nCSeq: 7 REFER\r\nContact: <sip:desk@192.0.2.9>\r\n"
                            "Refer-To: <sip:bob@example.net>\r\nContent-Length: 0\r\n\r\n"));
    sip::Account account;
    account.aor = "sip:alice@example.net";
    referrer = loop.spawn<ReferrerActor>(ReferOrder{dispatcher,
                                                    random,
                                                    account,
                                                    "sip:alice@192.0.2.1:5060",
                                                    "offhook",
                                                    {refer, {}, transaction},
                                                    wants_subscription},
                                         *dialog::Dialog::of_server(*refer, "a"));
    run();
  }
  void TearDown() override {
    run(200s);
    EXPECT_EQ(loop.pending_timers(), 0u);
    EXPECT_EQ(loop.running_actors(), 2u) << "the referrer is still there";
    act::stop(dispatcher);
    act::stop(transaction);
    referrer = nullptr;
    wire = {};
    run();
  }
  void run(Instant span = 1ms) { loop.run_for(span); }
  void report(int status) {
    act::tell_anon(referrer, call::ReportReferral{status});
    run();
  }
  void answer(int status = 200) {
    const auto& sent = wire.requests.back();
    act::tell_anon(sent.user, transaction::ResponseArrived{
                                  sent.branch,
                                  offhook::testing::response(*sent.message, status, "d", {}, "")});
    run();
  }
  [[nodiscard]] std::string body() const {
    return std::string(wire.requests.back().message->body());
  }
  [[nodiscard]] std::string state() const {
    return std::string(
        wire.requests.back().message->header(sip::HeaderId::subscription_state).value_or(""));
  }

  act::Loop loop{act::Loop::Virtual{}};
  SeededRandom random{1};
  Wire wire;
  transaction::Dispatcher dispatcher;
  transaction::ServerTransaction transaction;
  Referrer referrer;
};

TEST_F(ReferrerTest, IsToldHowTheCallFares) {
  start();
  ASSERT_EQ(wire.responses.size(), 1u);
  EXPECT_EQ(wire.responses[0].message->status(), 202);
  EXPECT_EQ(wire.responses[0].message->to_tag(), "a");
  EXPECT_TRUE(wire.responses[0].message->contact());
  ASSERT_EQ(wire.requests.size(), 1u);
  const auto& notify = *wire.requests[0].message;
  EXPECT_EQ(notify.method(), sip::Method::notify);
  EXPECT_EQ(notify.request_uri_text(), "sip:desk@192.0.2.9");
  EXPECT_EQ(notify.from_tag(), "a");
  EXPECT_EQ(notify.header(sip::HeaderId::event), "refer");
  EXPECT_EQ(body(), "SIP/2.0 100 Trying\r\n");
  EXPECT_EQ(state(), "active;expires=180");
  report(180);
  EXPECT_EQ(wire.requests.size(), 1u);  // one at a time
  answer();
  EXPECT_EQ(body(), "SIP/2.0 180 Ringing\r\n");
  answer();
  report(180);
  EXPECT_EQ(wire.requests.size(), 2u);
  report(200);
  EXPECT_EQ(body(), "SIP/2.0 200 OK\r\n");
  EXPECT_EQ(state(), "terminated;reason=noresource");
  answer();
}

TEST_F(ReferrerTest, WhoWantsNoSubscriptionHearsNothing) {  // RFC 4488 §4
  start(false);
  EXPECT_EQ(wire.responses[0].message->header(sip::HeaderId::refer_sub), "false");
  EXPECT_TRUE(wire.requests.empty());
}

TEST_F(ReferrerTest, WhoKnowsNothingOfItHearsNoMore) {  // RFC 6665 §4.2.2
  start();
  answer(481);
  EXPECT_EQ(wire.requests.size(), 1u);
}

TEST_F(ReferrerTest, ItsSubscriptionEndsByItself) {
  start();
  answer();
  run(180s);
  EXPECT_EQ(state(), "terminated;reason=timeout");
  answer();
}

}  // namespace
}  // namespace offhook::phone
