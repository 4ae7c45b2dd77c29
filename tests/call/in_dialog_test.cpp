// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies, option tags, keys and reasons: what a message is to a call.
#include "actors/call/in_dialog.hpp"

#include "actors/call/info_keys.hpp"
#include "actors/call/option_tags.hpp"
#include "actors/call/session_body.hpp"
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

sip::MessagePtr request(std::string_view type, std::string_view body, const Headers& more = {},
                        std::string_view method = "INFO") {
  auto draft = sip::Draft::request(method, "sip:alice@192.0.2.1");
  draft.append("Via", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1")
      .append("From", "<sip:bob@example.net>;tag=b")
      .append("To", "<sip:alice@example.net>;tag=a")
      .append("Call-ID", "c")
      .append("CSeq", "2 " + std::string(method));
  for (const auto& [name, value] : more) draft.append(name, value);
  if (!body.empty()) draft.body(type, body);
  return draft.build();
}

std::string key(std::string_view type, std::string_view body) {
  const auto found = key_of_info(*request(type, body));
  return found ? found->digit + (" " + std::to_string(found->duration.count())) : "-";
}

TEST(InfoKeys, ReadsBothForms) {
  EXPECT_EQ(key("application/dtmf-relay", "Signal=5\r\nDuration=250\r\n"), "5 250");
  EXPECT_EQ(key("application/dtmf-relay", "signal = #\nduration= 100"), "# 100");
  EXPECT_EQ(key("application/dtmf-relay", "Signal=11\r\n"), "# 160");
  EXPECT_EQ(key("application/dtmf", "7"), "7 160");
  EXPECT_EQ(key("application/dtmf", "a\r\n"), "A 160");
}

TEST(InfoKeys, TakesNothingElse) {
  EXPECT_EQ(key("application/dtmf-relay", "Signal=xx\r\nDuration=250\r\n"), "-");
  EXPECT_EQ(key("application/dtmf-relay", ""), "-");
  EXPECT_EQ(key("application/dtmf-relay", "\r\n\r\n"), "-");
  EXPECT_EQ(key("text/plain", "5"), "-");
  EXPECT_EQ(key("application/dtmf-relay", "Signal=5\r\nDuration=99999999999\r\n"), "5 10000");
}

TEST(InfoKeys, WritesWhatItReads) {
  EXPECT_EQ(key(dtmf_relay_type, dtmf_relay({'*', 120ms})), "* 120");
}

TEST(OptionTags, AreOneTable) {
  sip::CallOptions options;
  EXPECT_EQ(
      unsupported_options(*request("", "", {{"Require", supported_options(options)}}), options),
      "");
  EXPECT_EQ(unsupported_options(*request("", "", {{"Require", "100REL, x, Timer, y"}}), options),
            "x, y");
  options.reliable = sip::Use::off;
  EXPECT_FALSE(sip::list_contains(supported_options(options), "100rel"));
  EXPECT_EQ(unsupported_options(*request("", "", {{"Require", "100rel"}}), options), "100rel");
}

TEST(SessionBody, IsTheSessionWhereverItStands) {
  EXPECT_EQ(session_of(*request("application/sdp", "v=0")), "v=0");
  EXPECT_EQ(session_of(*request("multipart/mixed;boundary=x",
                                "--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--x--\r\n")),
            "v=0");
  EXPECT_EQ(session_of(*request("", "")), "");
}

TEST(SessionBody, SaysWhatCannotBeRead) {  // RFC 3261 §8.2.3
  EXPECT_TRUE(session_body_of(*request("text/plain", "x")).is_unreadable);
  EXPECT_FALSE(session_body_of(*request("text/plain", "x",
                                        {{"Content-Disposition", "render;handling=optional"}}))
                   .is_unreadable);
  EXPECT_TRUE(session_body_of(*request("application/sdp", "v=0", {{"Content-Encoding", "gzip"}}))
                  .is_encoded);
  EXPECT_EQ(session_of(*request("application/sdp", "v=0", {{"Content-Encoding", "identity"}})),
            "v=0");
  EXPECT_TRUE(session_body_of(*request("multipart/mixed", "x")).is_unreadable);  // no boundary
}

TEST(SessionBody, APartThatIsNotOptionalMustBeUnderstood) {  // RFC 5621 §3.1
  const std::string sdp_part = "--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n";
  const auto isup = [&](const std::string& disposition) {
    const auto message = request("multipart/mixed;boundary=x",
                                 sdp_part + "--x\r\nContent-Type: application/isup\r\n" +
                                     disposition + "\r\nabc\r\n--x--\r\n");
    const auto body = session_body_of(*message);
    return body.is_unreadable ? "unreadable" : std::string(body.session);
  };
  EXPECT_EQ(isup(""), "unreadable");
  EXPECT_EQ(isup("Content-Disposition: signal;handling=optional\r\n"), "v=0");
}

TEST(InDialogReply, TellsWhichEncodingItReads) {
  const auto refusal =
      refuse_unread(*request("application/sdp", "v=0", {{"Content-Encoding", "gzip"}}, "INVITE"));
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 415);
  EXPECT_EQ(refusal->header, "Accept-Encoding");
}

TEST(Reason, TellsACallAnsweredElsewhereFromOthers) {  // RFC 3326
  const auto says = [](std::string_view reason) {
    return says_answered_elsewhere(*request("", "", {{"Reason", std::string(reason)}}, "BYE"));
  };
  EXPECT_TRUE(says("SIP;cause=200;text=\"Call completed elsewhere\""));
  EXPECT_TRUE(says("Q.850;cause=26"));
  EXPECT_FALSE(says("SIP;cause=600"));
  EXPECT_FALSE(says("Q.850;cause=200"));
  EXPECT_EQ(make_reason(408, "late"), "SIP;cause=408;text=\"late\"");
}

using CallReason = LegTest;

TEST_F(CallReason, ACallAnsweredElsewhereIsNotMissed) {
  receive_call();
  cancel("SIP;cause=200;text=\"Call completed elsewhere\"");
  EXPECT_EQ(end().cause, EndCause::answered_elsewhere);
  EXPECT_EQ(end().by(), "remote");
  EXPECT_EQ(end().reason, "Call completed elsewhere");
}

TEST_F(CallReason, ACancelWithoutItIs) {
  receive_call();
  cancel("SIP;cause=487;text=\"gave up\"");
  EXPECT_EQ(end().cause, EndCause::cancelled_there);
  EXPECT_EQ(end().reason, "gave up");
}

TEST_F(CallReason, AHangUpNeedsNone) {
  talk_as_caller();
  order(Hangup{});
  EXPECT_FALSE(last_request().has(sip::HeaderId::reason));
  respond(200);
}

TEST_F(CallReason, OurByeAfterAFailureSaysWhich) {
  receive_call();
  order(call::Answer{});
  run(33s);
  EXPECT_EQ(last_request().header(sip::HeaderId::reason)->substr(0, 13), "SIP;cause=408");
  respond(200);
}

using InfoCalls = LegTest;

TEST_F(InfoCalls, AKeyThatComesAsInfoIsAKey) {
  talk_as_caller();
  request("INFO", "Signal=5\r\nDuration=160\r\n", {{"Content-Type", "application/dtmf-relay"}});
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ(owner.digits, std::vector<char>{'5'});
  request("INFO", "?", {{"Content-Type", "application/dtmf-relay"}});
  EXPECT_EQ(last_response().status(), 415);
  EXPECT_EQ(last_response().header(sip::HeaderId::accept), info_types);
  finish();
}

TEST_F(InfoCalls, SendsKeysOneByOneWhereTheAccountSaysSo) {
  account.calls.dtmf = sip::DigitWay::info;
  talk_as_caller();
  const auto sent = order(SendDtmf{"1a", 120ms});
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "INFO"}));
  EXPECT_EQ(last_request().body(), "Signal=1\r\nDuration=120\r\n");
  EXPECT_TRUE(last_request().has_body_of("application/dtmf-relay"));
  respond(200);
  ASSERT_EQ(wire.requests.size(), 3u);
  EXPECT_EQ(last_request().body(), "Signal=A\r\nDuration=120\r\n");
  EXPECT_FALSE(*sent);
  respond(200);
  EXPECT_EQ((*sent)->result, OperationResult::done);
  EXPECT_EQ(owner.digits_sent, "1A");
  EXPECT_TRUE(media_notes.digits.empty());

  const auto refused = order(SendDtmf{"2"});
  respond(415);
  EXPECT_EQ((*refused)->result, OperationResult::refused);
  EXPECT_EQ((*refused)->sip_status, 415);
  EXPECT_TRUE(owner.ends.empty());  // RFC 5057: the transaction alone
  finish();
}

TEST_F(InfoCalls, AKeyThatFindsNoDialogEndsTheCall) {
  account.calls.dtmf = sip::DigitWay::info;
  talk_as_caller();
  const auto sent = order(SendDtmf{"12"});
  respond(481);
  EXPECT_EQ((*sent)->result, OperationResult::refused);
  EXPECT_EQ(end().cause, EndCause::dialog_lost);
}

TEST_F(InfoCalls, HoldsRefusedWith404AreTheEndOfTheDialog) {  // RFC 5057 §5.1
  talk_as_caller();
  order(Hold{});
  respond(404);
  EXPECT_EQ(end().cause, EndCause::dialog_lost);
  EXPECT_EQ(methods().back(), "BYE");
  respond(200);
}

using DigestLeak = LegTest;

TEST_F(DigestLeak, NeitherByeNorReInviteAnswersAStranger) {
  talk_as_callee();
  order(Hold{});
  ASSERT_EQ(methods().back(), "INVITE");
  respond(401, "", {{"WWW-Authenticate", "Digest realm=\"example.net\", nonce=\"n\""}});
  order(Hangup{});
  ASSERT_EQ(methods().back(), "BYE");
  respond(407, "", {{"Proxy-Authenticate", "Digest realm=\"example.net\", nonce=\"n\""}});
  EXPECT_EQ(methods(), (std::vector<std::string>{"INVITE", "BYE"}));
  for (const auto& sent : wire.requests) {
    EXPECT_FALSE(sent.message->has(sip::HeaderId::authorization));
    EXPECT_FALSE(sent.message->has(sip::HeaderId::proxy_authorization));
  }
}

}  // namespace
}  // namespace offhook::call::testing
