// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/incoming_request.hpp"

#include <gtest/gtest.h>

#include "actors/sip/parser.hpp"

namespace offhook::phone {
namespace {

sip::MessagePtr request(const std::string& method, const std::string& uri = "sip:1001@192.0.2.1",
                        const std::string& extra = "") {
  auto parsed = sip::parse_datagram(method + " " + uri + " SIP/2.0\r\n" +
                                    "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx\r\n"
                                    "From: <sip:x@y>;tag=1\r\nTo: <sip:1001@y>\r\nCall-ID: c\r\n"
                                    "CSeq: 1 " +
                                    method + "\r\nContact: <sip:x@192.0.2.9>\r\n" + extra +
                                    "Content-Length: 0\r\n\r\n");
  const auto* message = std::get_if<sip::MessagePtr>(&parsed);
  EXPECT_NE(message, nullptr) << method << " " << uri;
  return message == nullptr ? nullptr : *message;
}

int status_of(const sip::MessagePtr& message, bool line_free = true) {
  const auto answer = refuse_or_answer(*message, {{"1001"}, line_free, "test"}, "tag");
  return answer ? answer->build()->status() : 0;
}

TEST(IncomingRequest, AnInviteToUsRings) { EXPECT_EQ(status_of(request("INVITE")), 0); }

TEST(IncomingRequest, WithoutAListOfUsersEveryoneIsUs) {
  EXPECT_FALSE(
      refuse_or_answer(*request("INVITE", "sip:service@192.0.2.1"), {{}, true, ""}, "tag"));
}

TEST(IncomingRequest, ABusyPhoneSaysSo) {
  EXPECT_EQ(status_of(request("INVITE"), false), 486);
  EXPECT_EQ(status_of(request("OPTIONS"), false), 486);
}

TEST(IncomingRequest, OptionsTellsWhatWeCanDo) {
  const auto answer = refuse_or_answer(*request("OPTIONS"), {{"1001"}, true, "test"}, "tag");
  ASSERT_TRUE(answer);
  const auto message = answer->build();
  EXPECT_EQ(message->status(), 200);
  EXPECT_TRUE(message->lists(sip::HeaderId::allow, "INVITE"));
  EXPECT_EQ(message->header(sip::HeaderId::accept), "application/sdp");
  EXPECT_EQ(message->header(sip::HeaderId::accept_encoding), "identity");
  EXPECT_TRUE(message->lists(sip::HeaderId::supported, "100rel"));
  EXPECT_TRUE(message->lists(sip::HeaderId::supported, "timer"));
}

TEST(IncomingRequest, RefusesInTheOrderOfSection82) {
  EXPECT_EQ(status_of(request("PUBLISH")), 405);
  EXPECT_EQ(status_of(request("PUBLISH", "http:x")), 405);
  EXPECT_EQ(status_of(request("INVITE", "http:x")), 416);
  EXPECT_EQ(status_of(request("INVITE", "sip:9999@192.0.2.1", "Require: x\r\n")), 404);
  EXPECT_EQ(status_of(request("INVITE", "sip:1001@192.0.2.1", "Require: nothing\r\n")), 420);
  EXPECT_EQ(status_of(request("INVITE", "sip:1001@192.0.2.1", "Require: 100rel\r\n")), 0);
}

TEST(IncomingRequest, MayRequireReplacesAndMayNotMisuseIt) {  // RFC 3891 §3
  const std::string uri = "sip:1001@192.0.2.1", one = "Replaces: a;to-tag=1;from-tag=2\r\n";
  EXPECT_EQ(status_of(request("INVITE", uri, "Require: replaces\r\n" + one)), 0);
  EXPECT_EQ(status_of(request("INVITE", uri, one + one)), 400);
  EXPECT_EQ(status_of(request("INVITE", uri, one + "Join: b;to-tag=1;from-tag=2\r\n")), 400);
  EXPECT_EQ(status_of(request("INVITE", uri, "Replaces: a;to-tag=1\r\n")), 400);
  EXPECT_EQ(status_of(request("OPTIONS", uri, one)), 400);
}

TEST(IncomingRequest, WhatLivesInDialogsFindsNone) {  // §12.2.2
  for (const char* method : {"BYE", "INFO", "UPDATE", "PRACK"})
    EXPECT_EQ(status_of(request(method)), 481) << method;
}

TEST(IncomingRequest, NobodyHasUsCallWithoutTalkingToUs) {
  const auto refer = request("REFER", "sip:1001@192.0.2.1", "Refer-To: <sip:9009@y>\r\n");
  EXPECT_EQ(status_of(refer), 603);
  IncomingPolicy policy{{"1001"}, true, "test"};
  policy.follows_refer = true;  // unless the settings allow it
  EXPECT_FALSE(refuse_or_answer(*refer, policy, "tag"));
  policy.line_free = false;
  EXPECT_EQ(refuse_or_answer(*refer, policy, "tag")->build()->status(), 486);
}

TEST(IncomingRequest, ANotifyNeedsASubscription) {  // RFC 6665 §4.1.3
  const auto notify = [](const std::string& event) {
    return request("NOTIFY", "sip:1001@192.0.2.1", event.empty() ? "" : "Event: " + event + "\r\n");
  };
  EXPECT_EQ(status_of(notify("message-summary")), 481);
  EXPECT_EQ(status_of(notify("check-sync;reboot=true")), 481);
  EXPECT_EQ(status_of(notify("dialog")), 481);
  EXPECT_EQ(status_of(notify("nonsense")), 489);
  EXPECT_EQ(status_of(notify("")), 489);
  IncomingPolicy believing;
  believing.believes_mailbox = believing.believes_check_sync = true;
  EXPECT_FALSE(refuse_or_answer(*notify("message-summary"), believing, "t"));
  EXPECT_FALSE(refuse_or_answer(*notify("check-sync"), believing, "t"));
  EXPECT_TRUE(refuse_or_answer(*notify("dialog"), believing, "t"));
}

TEST(IncomingRequest, DialogsNobodyAskedForAreBelievedIfSet) {
  const auto notify = request("NOTIFY", "sip:1001@192.0.2.1", "Event: dialog\r\n");
  EXPECT_EQ(status_of(notify), 481);
  IncomingPolicy believing;
  believing.believes_dialogs = true;
  EXPECT_FALSE(refuse_or_answer(*notify, believing, "t"));
}

TEST(IncomingRequest, ShowsPlainTextsOfAReasonableLength) {  // RFC 3428 §7
  const auto message = [](const std::string& type, const std::string& text) {
    auto draft = sip::Draft::copy(*request("MESSAGE"));
    draft.body(type, text);
    return draft.build();
  };
  EXPECT_EQ(status_of(message("text/plain;charset=UTF-8", "hello")), 0);
  EXPECT_EQ(status_of(request("MESSAGE")), 0);
  EXPECT_EQ(status_of(message("text/html", "<b>hello</b>")), 415);
  EXPECT_EQ(status_of(message("text/plain", std::string(call::longest_text, 'x'))), 0);
  EXPECT_EQ(status_of(message("text/plain", std::string(call::longest_text + 1, 'x'))), 413);
}

TEST(IncomingRequest, ARequestThatLeadsBackHereLoops) {
  IncomingPolicy policy;
  policy.own = Endpoint::parse("192.0.2.1:5060");
  const auto status = [&](const std::string& extra) {
    const auto answer =
        refuse_or_answer(*request("INVITE", "sip:1001@192.0.2.1", extra), policy, "t");
    return answer ? answer->build()->status() : 0;
  };
  EXPECT_EQ(status(""), 0);
  // Private addresses are not unique: the Vias of others may name ours.
  EXPECT_EQ(status("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKours\r\n"), 0);
  EXPECT_EQ(status("Via: SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKother\r\n"), 0);
  auto own_contact = sip::Draft::copy(*request("INVITE"));
  own_contact.set("Contact", "<sip:x@192.0.2.1>");
  EXPECT_EQ(refuse_or_answer(*own_contact.build(), policy, "t")->build()->status(), 482);
  own_contact.append("Record-Route", "<sip:192.0.2.9;lr>");
  EXPECT_FALSE(refuse_or_answer(*own_contact.build(), policy, "t"));
}

TEST(IncomingRequest, AnonymousCallersMayBeUnwanted) {  // RFC 5079
  IncomingPolicy policy;
  policy.anonymous_rings = false;
  const auto hidden = request("INVITE", "sip:1001@192.0.2.1", "Privacy: id\r\n");
  EXPECT_EQ(refuse_or_answer(*hidden, policy, "t")->build()->status(), 433);
  EXPECT_FALSE(refuse_or_answer(*request("INVITE"), policy, "t"));
}

TEST(IncomingRequest, AMethodNobodyKnowsIsNotImplemented) {  // RFC 4475 §3.1.1.2
  EXPECT_EQ(status_of(request("invite")), 501);
}

TEST(IncomingRequest, NamesTheOptionsItDoesNotKnow) {
  const auto answer = refuse_or_answer(
      *request("INVITE", "sip:1001@192.0.2.1", "Require: a, b\r\n"), {{"1001"}, true, ""}, "tag");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->header("Unsupported"), "a, b");
}

}  // namespace
}  // namespace offhook::phone
