// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/draft.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

using sample::parse;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Draft options() {
  Draft draft = Draft::request(Method::options, "sip:bob@example.com");
  draft.append("From", "<sip:alice@example.com>;tag=1")
      .append("To", "<sip:bob@example.com>")
      .append("Call-ID", "c1")
      .append("CSeq", "1 OPTIONS")
      .append("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1");
  return draft;
}

TEST(Draft, WritesViaFirstAndContentLengthLast) {
  const std::string text =
      options().append("X-One", "1").append("Content-Length", "999").serialize();

  EXPECT_EQ(text,
            "OPTIONS sip:bob@example.com SIP/2.0\r\n"
            "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
            "From: <sip:alice@example.com>;tag=1\r\n"
            "To: <sip:bob@example.com>\r\n"
            "Call-ID: c1\r\n"
            "CSeq: 1 OPTIONS\r\n"
            "X-One: 1\r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST(Draft, CopyReadsBackEqual) {
  const MessagePtr message = parse(sample::invite);
  ASSERT_TRUE(message);

  const MessagePtr copy = Draft::copy(*message).build();

  EXPECT_EQ(copy->request_uri_text(), message->request_uri_text());
  EXPECT_EQ(copy->body(), message->body());
  EXPECT_EQ(copy->fields().size(), message->fields().size());
  for (const auto& field : message->fields())
    EXPECT_EQ(copy->header(field.name), message->header(field.name)) << field.name;
  EXPECT_EQ(Draft::copy(*copy).serialize(), copy->text());
}

// No value, name, reason, URI, tag or content type may add a line to a message.
TEST(Draft, CannotBeMadeToWriteAnotherLine) {
  using namespace std::string_view_literals;
  for (std::string_view end : {"\r\n"sv, "\n"sv, "\r"sv, "\0"sv, "\r\n\r\n"sv}) {
    const std::string evil = "x" + std::string(end) + "Evil: yes" + std::string(end) + " y";
    const auto count = [](const std::string& text) { return std::ranges::count(text, '\n'); };
    Draft draft = options().append("X-One", "1");
    const auto lines = count(draft.serialize());

    draft.set("X-One", evil).set_request_uri("sip:" + evil);
    draft.append(evil, "v").prepend("X-Two", evil);

    EXPECT_EQ(count(draft.serialize()), lines + 2);
    EXPECT_THAT(draft.serialize(), Not(HasSubstr("\nEvil")));
    EXPECT_EQ(draft.serialize().find('\0'), std::string::npos);
    const MessagePtr invite = parse(sample::invite);
    const std::string clean = Draft::response(*invite, 400, "x", "t").body("a/b", "c").serialize();
    const std::string dirty = Draft::response(*invite, 400, evil, evil).body(evil, "c").serialize();
    EXPECT_EQ(count(dirty), count(clean));
    EXPECT_EQ(count(Draft::request(evil, evil).serialize()), 3);
  }
}

TEST(Draft, WritesNamesOfOneLetterIfToldSo) {  // RFC 3261 §7.3.3
  auto draft = Draft::request("INVITE", "sip:bob@example.net");
  draft.use_compact_names()
      .append("Max-Forwards", "70")
      .append("From", "<sip:a@example.net>;tag=1")
      .append("To", "<sip:b@example.net>")
      .append("Call-ID", "call")
      .append("CSeq", "1 INVITE")
      .append("Contact", "<sip:a@192.0.2.1>")
      .append("Supported", "timer")
      .append("Session-Expires", "90")
      .append("X-Odd", "as it is")
      .body("application/sdp", "v=0");
  const auto message = draft.build();
  const auto sent = with_top_via(*message, Via{.host = "192.0.2.1", .branch = "z9hG4bK1"});
  const auto cancel = make_cancel(*sent).build();

  for (const std::string_view line :
       {"\r\nv: SIP/2.0/UDP ", "\r\nf: ", "\r\nt: ", "\r\ni: ", "\r\nm: ", "\r\nk: timer\r\n",
        "\r\nx: 90\r\n", "\r\nc: application/sdp\r\n", "\r\nl: 3\r\n", "\r\nCSeq: 1 INVITE\r\n",
        "\r\nX-Odd: as it is\r\n"})
    EXPECT_NE(sent->text().find(line), std::string_view::npos) << line;
  EXPECT_NE(cancel->text().find("\r\nf: "), std::string_view::npos);
  EXPECT_EQ(Draft::copy(*sent).serialize().size(), sent->text().size());
}

TEST(Draft, ResponseCopiesWhatSection826Says) {
  const MessagePtr invite = parse(sample::invite);
  ASSERT_TRUE(invite);

  const MessagePtr ringing = Draft::response(*invite, 180, "", "t1").build();
  const MessagePtr busy = Draft::response(*invite, 486, "Not now", "t1").build();

  EXPECT_EQ(ringing->reason(), "Ringing");
  EXPECT_EQ(ringing->headers(HeaderId::via), invite->headers(HeaderId::via));
  EXPECT_EQ(ringing->header(HeaderId::from), invite->header(HeaderId::from));
  EXPECT_EQ(ringing->to_tag(), "t1");
  EXPECT_EQ(ringing->call_id(), invite->call_id());
  EXPECT_EQ(ringing->cseq().number, 1U);
  EXPECT_EQ(ringing->record_routes().size(), 1U);
  EXPECT_EQ(busy->reason(), "Not now");
  EXPECT_FALSE(busy->has(HeaderId::record_route));
}

TEST(Draft, ResponseKeepsATagThatIsThere) {
  const MessagePtr bye = parse(sample::invite_with("To: Bob <sip:bob@biloxi.example.com>",
                                                   "To: <sip:bob@biloxi.example.com>;tag=old"));
  ASSERT_TRUE(bye);

  EXPECT_EQ(Draft::response(*bye, 200, "", "new").build()->to_tag(), "old");
}

TEST(Draft, TryingEchoesTimestamp) {
  const MessagePtr invite =
      parse(sample::invite_with("X-Private: kept, as it is", "Timestamp: 54"));
  ASSERT_TRUE(invite);

  EXPECT_EQ(Draft::response(*invite, 100).header("Timestamp"), "54");
  EXPECT_EQ(Draft::response(*invite, 180).header("Timestamp"), std::nullopt);
}

TEST(Draft, EditsOneNameAtATime) {
  Draft draft = options();

  draft.append("Route", "<sip:b>").prepend("Route", "<sip:a>, <sip:a2>").remove_first("route");
  EXPECT_EQ(draft.header("Route"), "<sip:a2>");
  EXPECT_EQ(draft.build()->routes().size(), 2U);

  draft.remove_first("Route").remove_first("Route").remove_first("Route");
  EXPECT_EQ(draft.header("Route"), std::nullopt);

  draft.append("k", "timer").append("Supported", "path").set("supported", "replaces");
  EXPECT_THAT(draft.build()->headers(HeaderId::supported), ElementsAre("replaces"));
}

TEST(Draft, BodyBringsItsTypeAndAnEmptyOneTakesItAway) {
  Draft draft = options();

  const MessagePtr with = draft.body("application/sdp", "v=0\r\n").build();
  const MessagePtr without = draft.body("application/sdp", "").build();

  EXPECT_EQ(with->body(), "v=0\r\n");
  EXPECT_TRUE(with->has_body_of("application/sdp"));
  EXPECT_FALSE(without->has(HeaderId::content_type));
}

TEST(Draft, TryBuildReportsWhatIsWrong) {
  EXPECT_FALSE(options().set("From", "\"open").try_build().ok());
  EXPECT_TRUE(options().try_build().ok());
}

TEST(Draft, RequestMayLackItsViaUntilItIsSent) {
  const MessagePtr request = options().remove_all("Via").build();

  const MessagePtr sent = with_top_via(*request, Via{.host = "192.0.2.1", .branch = "z9hG4bK7"});

  EXPECT_EQ(request->top_via().host, "");
  EXPECT_EQ(sent->top_via().branch, "z9hG4bK7");
  EXPECT_EQ(sent->call_id(), "c1");
}

TEST(WithSource, WritesReceivedAndRport) {  // RFC 3261 §18.2.1, RFC 3581 §4
  const MessagePtr invite = parse(sample::invite);
  ASSERT_TRUE(invite);

  const MessagePtr marked = with_source(invite, *Endpoint::parse("192.0.2.9:4000"));

  EXPECT_EQ(marked->top_via().received, "192.0.2.9");
  EXPECT_EQ(marked->top_via().rport, 4000);
  EXPECT_EQ(marked->vias().size(), 3U);
  EXPECT_EQ(marked->body(), invite->body());
}

TEST(WithSource, ChangesNothingWhereSentByIsTheSource) {
  const MessagePtr request = options().build();

  EXPECT_EQ(with_source(request, *Endpoint::parse("192.0.2.1:5062")), request);
}

TEST(Ack, OfAFailureBelongsToTheInviteTransaction) {  // RFC 3261 §17.1.1.3
  const MessagePtr invite = parse(sample::invite);
  const MessagePtr busy = Draft::response(*invite, 486, "", "t9").build();

  const MessagePtr ack = make_ack_for_failure(*invite, *busy);

  EXPECT_EQ(ack->method(), Method::ack);
  EXPECT_EQ(ack->request_uri_text(), invite->request_uri_text());
  EXPECT_THAT(ack->headers(HeaderId::via), ElementsAre(invite->headers(HeaderId::via).front()));
  EXPECT_EQ(ack->to_tag(), "t9");
  EXPECT_EQ(ack->cseq().number, invite->cseq().number);
  EXPECT_EQ(ack->headers(HeaderId::route), invite->headers(HeaderId::route));
  EXPECT_TRUE(ack->body().empty());
}

TEST(Cancel, CopiesTheInvite) {  // RFC 3261 §9.1
  const MessagePtr invite = parse(sample::invite);

  const MessagePtr cancel = make_cancel(*invite).build();

  EXPECT_EQ(cancel->method(), Method::cancel);
  EXPECT_EQ(cancel->top_via().branch, invite->top_via().branch);
  EXPECT_EQ(cancel->vias().size(), 1U);
  EXPECT_EQ(cancel->header(HeaderId::to), invite->header(HeaderId::to));
  EXPECT_EQ(cancel->header(HeaderId::from), invite->header(HeaderId::from));
  EXPECT_EQ(cancel->max_forwards(), 70U);
}

TEST(Refusal, IsAResponseToWhatCouldBeRead) {
  const auto failure = sample::refuse(sample::invite_with("CSeq: 1 INVITE", "CSeq: 1 BYE"));

  const auto text = refusal(failure, "t1");

  ASSERT_TRUE(text.has_value());
  const MessagePtr response = parse(*text);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status(), 400);
  EXPECT_EQ(response->vias().size(), 3U);
  EXPECT_EQ(response->to_tag(), "t1");
}

TEST(Refusal, IsNotForResponsesOrAck) {
  EXPECT_EQ(refusal(sample::refuse("SIP/2.0 2000 OK\r\n\r\n"), "t"), std::nullopt);
  EXPECT_EQ(refusal(sample::refuse(sample::invite_with("INVITE sip", "ACK sip")), "t"),
            std::nullopt);
}

// A response to a request near the limits is larger than they are, and must still be made.
TEST(Draft, AnswersARequestAtTheLimits) {
  std::string vias;
  for (int i = 0; i < 250; ++i) vias += "v: SIP/2.0/UDP " + std::string(228, 'a') + ".example\r\n";
  const std::string text = "OPTIONS sip:a SIP/2.0\r\n" + vias +
                           "f:sip:a;tag=1\r\nt:sip:b\r\ni:c\r\nCSeq:1 OPTIONS\r\n\r\n";
  const MessagePtr request = parse(text);
  ASSERT_TRUE(request);

  const MessagePtr answer = Draft::response(*request, 404, std::string(9000, 'r'), "t").build();

  EXPECT_GT(answer->text().size(), 65535U);
}

}  // namespace
}  // namespace offhook::sip
