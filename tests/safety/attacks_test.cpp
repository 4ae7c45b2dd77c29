// SPDX-License-Identifier: GPL-3.0-or-later
// What strangers on the network try, one test for each kind (docs/safety.md).
#include <algorithm>

#include <gmock/gmock.h>

#include "tests/safety/office.hpp"
#include "tests/support/messages.hpp"

namespace offhook::safety {
namespace {

using offhook::testing::sdp;
using sip::Method;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Not;

class Attack : public Office {
 protected:
  sim::RequestBuilder to_alice(const std::string& method) {
    return stranger_->request(method, "sip:1001@" + alice_at().to_string());
  }
  void send(const sim::RequestBuilder& builder) {
    stranger_->send(alice_at(), builder.build()->text());
    run_for(100ms);
  }
  /// The stranger calls alice directly, and she answers.
  sip::MessagePtr call_alice() {
    auto invite = to_alice("INVITE");
    invite.body("application/sdp", sdp());
    send(invite);
    ask(*alice_, "call.answer", {{"call_id", call_of(*alice_)}});
    run_for(100ms);
    const auto success = stranger_->inbox.back();
    EXPECT_EQ(success->status(), 200);
    send(in_dialog("ACK", *success, 1));
    return success;
  }
  sim::RequestBuilder in_dialog(const std::string& method, const sip::Message& success, int cseq) {
    auto builder = to_alice(method);
    builder.set("From", std::string(*success.header("From")))
        .set("To", std::string(*success.header("To")))
        .call_id(std::string(success.call_id()))
        .cseq(cseq);
    return builder;
  }
};

TEST_F(Attack, GhostCallsAndScansMeetSilenceWithServersOnly) {
  open([](auto& settings) { settings.servers_only = true; });
  for (const char* method : {"INVITE", "OPTIONS", "REGISTER", "MESSAGE", "SUBSCRIBE", "NOTIFY",
                             "REFER", "BYE", "CANCEL", "PUBLISH", "NONSENSE"}) {
    send(to_alice(method));
    auto elsewhere = to_alice(method);
    elsewhere.set("To", "<sim:1001@sim.test>;tag=guess");
    stranger_->send(alice_at(), elsewhere.build()->text());
  }
  run_for(40s);
  EXPECT_TRUE(stranger_->inbox.empty());
  EXPECT_TRUE(events("call.incoming").empty());
  const auto state = ask_and_wait(*alice_, "state.get");
  EXPECT_GE(state.value.at("traffic").at("untrusted_dropped").to_number<int>(), 10);
}

TEST_F(Attack, ServersStillReachAPhoneThatHearsThemAlone) {
  open([](auto& settings) { settings.servers_only = true; }, true);
  call(*bob_, "1001", *alice_);
  EXPECT_EQ(states_of(*alice_), std::vector<std::string>{"connected"});
}

TEST_F(Attack, AScanListsNoUsersAndNoMethodsBeyondAllow) {
  open();
  std::vector<int> answers;
  for (const char* user : {"1000", "1001", "1002", "admin", "nobody"}) {
    const auto builder =
        stranger_->request("OPTIONS", "sip:" + std::string(user) + "@" + alice_at().to_string());
    send(builder);
    answers.push_back(stranger_->inbox.back()->status());
  }
  EXPECT_THAT(answers, Each(answers.front()));  // the same for users that are and that are not
}

TEST_F(Attack, AFloodLeavesACallUndisturbed) {
  open([](auto& settings) { settings.source_rate = 1000; }, true);
  call(*bob_, "1001", *alice_);
  const auto before = stranger_->octets_received;
  for (int i = 0; i < 10'000; ++i) {  // in one second
    stranger_->send(alice_at(), to_alice(i % 2 == 0 ? "REGISTER" : "OPTIONS").build()->text());
    if (i % 100 == 99) run_for(10ms);
  }
  run_for(2s);
  EXPECT_EQ(states_of(*alice_), std::vector<std::string>{"connected"});
  EXPECT_EQ(states_of(*bob_), std::vector<std::string>{"connected"});
  EXPECT_TRUE(events("call.media_timeout").empty());
  const auto held = ask_and_wait(*alice_, "call.hold", {{"call_id", call_of(*alice_)}});
  EXPECT_FALSE(held.failed);
  const auto state = ask_and_wait(*alice_, "state.get");
  EXPECT_GT(state.value.at("traffic").at("flood_dropped").to_number<int>(), 5000);
  EXPECT_LT(stranger_->octets_received - before, 3'000'000u);
}

TEST_F(Attack, AChallengeToOurByeGetsNoDigest) {
  open();
  call_alice();
  ask(*alice_, "call.hangup", {{"call_id", call_of(*alice_)}});
  run_for(100ms);
  const auto byes = stranger_->requests(Method::bye);
  ASSERT_EQ(byes.size(), 1u);
  for (const int status : {401, 407})
    stranger_->respond(alice_at(), *byes[0], status,
                       {{status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate",
                         "Digest realm=\"sim.test\", nonce=\"evil\", algorithm=MD5"}});
  run_for(40s);
  for (const auto& message : stranger_->inbox) {
    EXPECT_FALSE(message->has(sip::HeaderId::authorization));
    EXPECT_FALSE(message->has(sip::HeaderId::proxy_authorization));
  }
  expect_alive();
}

TEST_F(Attack, ReferOutsideACallIsDeclined) {
  open({}, true);
  auto refer = to_alice("REFER");
  refer.add("Refer-To", "<sip:1003@sim.test>");
  send(refer);
  EXPECT_EQ(stranger_->statuses().back(), 603);
  run_for(1s);
  EXPECT_FALSE(carol_->view().ringing());
}

TEST_F(Attack, ReferOutsideACallIsFollowedForServersAloneAndOnlyWhereAllowed) {
  open([](auto& settings) { settings.refer_from = phone::ReferFrom::servers; }, true);
  auto refer = to_alice("REFER");
  refer.add("Refer-To", "<sip:1003@sim.test>");
  send(refer);
  EXPECT_EQ(stranger_->statuses().back(), 603);
  run_for(1s);
  EXPECT_FALSE(carol_->view().ringing());
}

TEST_F(Attack, ReferOfATrustedServerHasTheIdlePhoneCall) {  // RFC 3515 §2.4.2
  open(
      [](auto& settings) {
        settings.refer_from = phone::ReferFrom::servers;
        settings.trusted_servers = {IpAddress::v4(192, 0, 2, 76)};  // the stranger, for once
      },
      true);
  auto refer = to_alice("REFER");
  refer.add("Refer-To", "<sip:1003@sim.test>");
  send(refer);
  EXPECT_EQ(stranger_->statuses().front(), 202);
  run_for(2s);
  EXPECT_TRUE(carol_->view().ringing());
  ASSERT_EQ(events("call.transfer_requested").size(), 1u);
  EXPECT_EQ(events("call.transfer_requested")[0].at("accepted").as_bool(), true);
  EXPECT_EQ(events("call.transfer_requested")[0].at("referred_by"), "<sip:mallory@evil.test>");
  EXPECT_EQ(stranger_->inbox.back()->method(), sip::Method::notify);
  auto another = to_alice("REFER");
  another.add("Refer-To", "<sip:1002@sim.test>");
  send(another);
  EXPECT_EQ(stranger_->statuses().back(), 486);  // busy with the first
}

TEST_F(Attack, ReferOfAStrangerInACallDialsNobodyByItself) {  // toll fraud
  open({}, true);
  const auto success = call_alice();
  auto refer = in_dialog("REFER", *success, 2);
  refer.add("Refer-To", "<sip:1003@sim.test>");
  send(refer);
  EXPECT_EQ(stranger_->inbox[stranger_->inbox.size() - 2]->status(), 202);
  run_for(2s);
  EXPECT_FALSE(carol_->view().ringing());
  ASSERT_EQ(events("call.transfer_requested").size(), 1u);
  EXPECT_EQ(events("call.transfer_requested")[0].at("accepted").as_bool(), false);
  EXPECT_EQ(events("call.transfer_requested")[0].at("referred_by"), "<sip:mallory@evil.test>");
}

TEST_F(Attack, NotifyIsBelievedFromNobodyWithoutASubscription) {
  open([](auto& settings) { settings.mwi_unsolicited = settings.check_sync = true; });
  const std::vector<std::pair<std::string, int>> cases = {{"check-sync;reboot=true", 481},
                                                          {"message-summary", 481},
                                                          {"dialog", 481},
                                                          {"refer", 481},
                                                          {"ACTION-URI", 489},
                                                          {"", 489}};
  for (const auto& [event, status] : cases) {
    auto notify = to_alice("NOTIFY");
    if (!event.empty()) notify.add("Event", event);
    notify.add("Subscription-State", "active")
        .body("application/simple-message-summary", "Messages-Waiting: yes\r\n");
    send(notify);
    EXPECT_EQ(stranger_->statuses().back(), status) << event;
  }
  EXPECT_TRUE(events("mwi.changed").empty());
  EXPECT_TRUE(events("system.check_sync").empty());
}

TEST_F(Attack, CheckSyncOfAServerNeverInACallAndOnlyIfOn) {
  open([](auto& settings) {
    settings.check_sync = true;
    settings.trusted_servers = {IpAddress::v4(192, 0, 2, 76)};  // the stranger, for once
  });
  auto notify = to_alice("NOTIFY");
  notify.add("Event", "check-sync").add("Subscription-State", "active");
  send(notify);
  EXPECT_EQ(stranger_->statuses().back(), 200);
  EXPECT_EQ(events("system.check_sync").size(), 1u);
  call_alice();
  auto again = to_alice("NOTIFY");
  again.add("Event", "check-sync").add("Subscription-State", "active");
  send(again);
  EXPECT_EQ(stranger_->statuses().back(), 481);
  EXPECT_EQ(events("system.check_sync").size(), 1u);
}

TEST_F(Attack, AThousandSubscriptionsCostNothing) {
  open();
  for (int i = 0; i < 1000; ++i) {
    auto subscribe = to_alice("SUBSCRIBE");
    subscribe.add("Event", i % 2 == 0 ? "dialog" : "presence").add("Expires", "4294967295");
    stranger_->send(alice_at(), subscribe.build()->text());
    if (i % 50 == 49) run_for(100ms);
  }
  const auto statuses = stranger_->statuses();
  EXPECT_EQ(statuses.size(), 1000u);
  EXPECT_THAT(statuses, Each(489));
  EXPECT_TRUE(stranger_->requests(Method::notify).empty());
  expect_alive();
}

TEST_F(Attack, OnlyServersWatchOurCallsAndNotInCrowds) {
  open([](auto& settings) { settings.dialog_events = true; });
  auto subscribe = to_alice("SUBSCRIBE");
  subscribe.add("Event", "dialog").add("Expires", "600");
  send(subscribe);
  EXPECT_EQ(stranger_->statuses().back(), 403);
  EXPECT_TRUE(stranger_->requests(Method::notify).empty());
}

TEST_F(Attack, AThousandWatchersFindRoomForSixteen) {
  open([](auto& settings) {
    settings.dialog_events = true;
    settings.trusted_servers = {IpAddress::v4(192, 0, 2, 76)};
  });
  for (int i = 0; i < 1000; ++i) {
    auto subscribe = to_alice("SUBSCRIBE");
    subscribe.add("Event", "dialog").add("Expires", "4294967295");
    stranger_->send(alice_at(), subscribe.build()->text());
    run_for(1ms);
  }
  run_for(100ms);
  const auto statuses = stranger_->statuses();
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200), 16);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 503), 984);
  run_for(100s);  // nobody answers their NOTIFYs: they are forgotten (RFC 6665 §4.2.2)
  expect_alive();
}

TEST_F(Attack, GuessedTagsEndNoCall) {
  open({}, true);
  call(*bob_, "1001", *alice_);
  const auto sent = sent_by_alice();
  const auto call_id = std::string(sent.back()->call_id());
  for (const char* method : {"BYE", "UPDATE", "INFO", "NOTIFY", "REFER", "INVITE"}) {
    auto request = to_alice(method);
    request.call_id(call_id).set("To", "<sip:1001@sim.test>;tag=guess").cseq(9);
    send(request);
    EXPECT_EQ(stranger_->statuses().back(), 481) << method;
  }
  auto cancel = to_alice("CANCEL");
  cancel.call_id(call_id);
  send(cancel);
  EXPECT_EQ(stranger_->statuses().back(), 481);
  EXPECT_EQ(states_of(*alice_), std::vector<std::string>{"connected"});
}

TEST_F(Attack, ReplacesNeedsTheTagsOfTheCall) {
  open({}, true);
  call(*bob_, "1001", *alice_);
  const auto call_id = std::string(sent_by_alice().back()->call_id());
  for (const char* tags : {"to-tag=0;from-tag=0", "to-tag=a;from-tag=b"}) {
    auto invite = to_alice("INVITE");
    invite.add("Replaces", call_id + ";" + tags).body("application/sdp", sdp());
    send(invite);
    EXPECT_EQ(stranger_->statuses().back(), 481) << tags;
  }
  EXPECT_EQ(states_of(*alice_), std::vector<std::string>{"connected"});
}

TEST_F(Attack, AForgedSourceIsNoAmplifier) {
  open([](auto& settings) { settings.auto_answer = 0ms; });  // the worst case: a 200 with a session
  // A refusal is answered once, and by no more than three times its size.
  const auto options = to_alice("OPTIONS").build();
  stranger_->send(alice_at(), options->text());
  run_for(40s);
  EXPECT_EQ(stranger_->inbox.size(), 1u);
  EXPECT_LE(stranger_->octets_received, 3 * options->text().size());
  // An INVITE that is never acknowledged: the 200 goes out at most eleven times, the first and ten
  // copies, which is what RFC 3261 §13.3.1.4 asks for; then BYE.
  auto invite = to_alice("INVITE");
  invite.body("application/sdp", sdp());
  stranger_->inbox.clear();
  stranger_->send(alice_at(), invite.build()->text());
  run_for(100s);
  const auto statuses = stranger_->statuses();
  EXPECT_LE(std::count(statuses.begin(), statuses.end(), 200), 11);
  EXPECT_LE(stranger_->inbox.size(), 30u);
  EXPECT_EQ(call_of(*alice_), "");
}

TEST_F(Attack, ARequestThatLeadsBackToUsLoopsNowhere) {
  open();
  auto contact = to_alice("INVITE");
  contact.set("Contact", "<sip:1001@" + alice_at().to_string() + ">")
      .body("application/sdp", sdp());
  send(contact);
  EXPECT_EQ(stranger_->statuses().back(), 482);
  // A call to ourselves by way of the proxy.
  const auto called = ask_and_wait(*alice_, "call.dial", {{"target", "1001"}});
  EXPECT_TRUE(called.failed);
  EXPECT_EQ(called.value.at("data").at("sip").at("code"), 482);
  // Max-Forwards counts hops, and we are none: a request that arrives has arrived (RFC 4475
  // §3.3.11).
  auto last_hop = to_alice("OPTIONS");
  last_hop.set("Max-Forwards", "0");
  send(last_hop);
  EXPECT_EQ(stranger_->statuses().back(), 200);
  EXPECT_TRUE(events("call.incoming").empty());
}

TEST_F(Attack, ContactAndViaSendUsNowhereStrange) {
  open();
  for (const char* contact :
       {"<sip:x@255.255.255.255>", "<sip:x@127.0.0.1:5060>", "<sip:x@0.0.0.0>",
        "<sip:x@192.0.2.76;maddr=239.1.1.1>", "<sip:x@[::]>", "<tel:+1555>", "<data:x>", "*"}) {
    auto invite = to_alice("INVITE");
    invite.set("Contact", "<sip:here>").body("application/sdp", sdp());
    std::string text(invite.build()->text());
    text.replace(text.find("<sip:here>"), 10, contact);
    // Responses go by the Via and the source alone (RFC 3261 §18.2.2).
    stranger_->send(alice_at(), text);
    run_for(100ms);
    const auto ringing = call_of(*alice_);
    if (!ringing.empty()) ask(*alice_, "call.reject", {{"call_id", ringing}});
    run_for(40s);
    EXPECT_GE(stranger_->statuses().size(), 1u) << contact;
    stranger_->inbox.clear();
  }
  expect_alive();
}

TEST_F(Attack, NobodyTurnsThePhoneIntoAMicrophone) {
  open();
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"Alert-Info", "<http://x>;info=alert-autoanswer"},
           {"Call-Info", "<sip:x>;answer-after=0"},
           {"Answer-Mode", "Auto"}}) {
    auto invite = to_alice("INVITE");
    invite.add(name, value).body("application/sdp", sdp());
    send(invite);
    run_for(5s);
    EXPECT_THAT(stranger_->statuses(), Not(Contains(200))) << name;
    ask(*alice_, "call.reject", {{"call_id", call_of(*alice_)}});
    run_for(1s);
  }
}

TEST_F(Attack, AnIntercomOfOurServerIsAnswered) {
  open([](auto& settings) { settings.trusted_servers = {IpAddress::v4(192, 0, 2, 76)}; });
  auto invite = to_alice("INVITE");
  invite.add("Call-Info", "<sip:x>;answer-after=1").body("application/sdp", sdp());
  send(invite);
  EXPECT_THAT(stranger_->statuses(), Not(Contains(200)));
  run_for(1s);
  EXPECT_THAT(stranger_->statuses(), Contains(200));
  send(in_dialog("ACK", *stranger_->inbox.back(), 1));
  send(in_dialog("BYE", *stranger_->inbox.back(), 2));
}

TEST_F(Attack, AnIdentityOfAStrangerIsNotShown) {
  open();
  auto invite = to_alice("INVITE");
  invite.add("P-Asserted-Identity", "\"Your Bank\" <sip:bank@sim.test>")
      .body("application/sdp", sdp());
  send(invite);
  ASSERT_EQ(events("call.incoming").size(), 1u);
  EXPECT_EQ(events("call.incoming")[0].at("remote_uri"), "sip:mallory@evil.test");
}

TEST_F(Attack, MalformedTextDoesNotBreakTheApi) {
  open();
  auto invite = to_alice("INVITE");
  invite.set("From", "\"\xFF\xC0\xAF mallory\" <sip:mallory@evil.test>;tag=x")
      .body("application/sdp", sdp());
  send(invite);
  ASSERT_EQ(events("call.incoming").size(), 1u);
  EXPECT_EQ(events("call.incoming")[0].at("remote_display"),
            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD mallory");
}

TEST_F(Attack, MessagesInTheWrongOrderAreSurvived) {  // CVE-2007-4459 and its kin
  open();
  for (const char* method : {"INVITE", "OPTIONS", "OPTIONS"}) {
    auto request = to_alice(method);
    request.set("To", "<sip:1001@sim.test>;tag=nothing");
    send(request);
    EXPECT_EQ(stranger_->statuses().back(), 481);
  }
  auto invite = to_alice("INVITE");
  invite.body("application/sdp", sdp());
  send(invite);
  const auto ringing = stranger_->inbox.back();
  EXPECT_EQ(ringing->status(), 180);
  send(in_dialog("PRACK", *ringing, 2).add("RAck", "1 1 INVITE"));
  send(in_dialog("UPDATE", *ringing, 3).body("application/sdp", sdp()));
  send(in_dialog("ACK", *ringing, 1));
  send(in_dialog("INVITE", *ringing, 4).body("application/sdp", sdp()));
  send(in_dialog("BYE", *ringing, 5));
  send(in_dialog("BYE", *ringing, 6));
  expect_alive();
  EXPECT_EQ(call_of(*alice_), "");
}

}  // namespace
}  // namespace offhook::safety
