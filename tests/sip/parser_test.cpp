// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

using sample::invite;
using sample::invite_with;
using sample::parse;
using sample::refuse;
using testing::ElementsAre;

TEST(Parser, ReadsARequest) {
  const MessagePtr message = parse(invite);

  ASSERT_TRUE(message);
  EXPECT_TRUE(message->is_request());
  EXPECT_EQ(message->method(), Method::invite);
  EXPECT_EQ(message->request_uri().user, "bob");
  EXPECT_EQ(message->text(), invite);
  EXPECT_EQ(message->body().size(), 126U);
  EXPECT_TRUE(message->has_body_of("application/SDP"));
}

TEST(Parser, GivesTypedHeaders) {
  const MessagePtr message = parse(invite);

  ASSERT_TRUE(message);
  EXPECT_EQ(message->top_via().host, "client.atlanta.example.com");
  EXPECT_EQ(message->top_via().branch, "z9hG4bK74bf9");
  EXPECT_EQ(message->vias().size(), 3U);
  EXPECT_EQ(message->from().display_name, "Alice, A.");
  EXPECT_EQ(message->from_tag(), "9fxced76sl");
  EXPECT_EQ(message->to().uri.host, "biloxi.example.com");
  EXPECT_EQ(message->to_tag(), "");
  EXPECT_EQ(message->call_id(), "3848276298220188511@atlanta.example.com");
  EXPECT_EQ(message->cseq().number, 1U);
  EXPECT_EQ(message->max_forwards(), 70U);
  EXPECT_EQ(message->contact()->address.uri.transport(), "tcp");
  EXPECT_EQ(message->routes().at(1).uri.host, "p2.example.com");
  EXPECT_EQ(message->record_routes().size(), 1U);
  EXPECT_EQ(message->expires(), std::nullopt);
}

TEST(Parser, SplitsListsOverAllTheirFields) {
  const MessagePtr message = parse(invite);

  ASSERT_TRUE(message);
  EXPECT_THAT(message->headers(HeaderId::supported), ElementsAre("replaces", "timer", "100rel"));
  EXPECT_THAT(message->headers(HeaderId::alert_info), ElementsAre());
  EXPECT_TRUE(message->lists(HeaderId::supported, "100REL"));
  EXPECT_EQ(message->header("x-private"), "kept, as it is");
  EXPECT_EQ(message->header("X-Absent"), std::nullopt);
}

TEST(Parser, ReadsAResponse) {
  const MessagePtr message = parse(
      "SIP/2.0 183 Session = Progress\r\nv: SIP/2.0/UDP a.example;branch=z9hG4bK1\r\n"
      "f: <sip:a@a.example>;tag=1\r\nt: <sip:b@b.example>;tag=2\r\ni: c1\r\nCSeq: 7 "
      "NEWMETHOD\r\n\r\n");

  ASSERT_TRUE(message);
  EXPECT_EQ(message->status(), 183);
  EXPECT_EQ(message->reason(), "Session = Progress");
  EXPECT_EQ(message->method(), Method::other);
  EXPECT_EQ(message->method_text(), "NEWMETHOD");
  EXPECT_EQ(message->to_tag(), "2");
}

TEST(Parser, JoinsFoldedLines) {
  const MessagePtr message = parse(invite_with("Max-Forwards: 70", "Max-Forwards:\r\n \r\n\t70"));

  ASSERT_TRUE(message);
  EXPECT_EQ(message->max_forwards(), 70U);
}

TEST(Parser, IgnoresLineEndsBeforeTheStartLine) {  // RFC 3261 §7.5
  EXPECT_TRUE(parse("\r\n\r\n" + std::string(invite)));
  EXPECT_EQ(refuse("\r\n\r\n").error, ParseError::empty);
  EXPECT_FALSE(refuse("\r\n\r\n").is_request);
}

TEST(Parser, CutsWhatIsBehindTheBody) {  // RFC 3261 §18.3
  std::string two(invite);
  two += "INVITE again";
  const MessagePtr message = parse(two);

  ASSERT_TRUE(message);
  EXPECT_EQ(message->text(), invite);
}

TEST(Parser, TakesTheRestOfADatagramWithoutContentLength) {
  const MessagePtr message = parse(invite_with("Content-Length: 126\r\n", ""));

  ASSERT_TRUE(message);
  EXPECT_EQ(message->body().size(), 126U);
}

TEST(Parser, RefusesABodyShorterThanAnnounced) {
  EXPECT_EQ(refuse(invite_with("126", "127")).error, ParseError::body_length_mismatch);
  EXPECT_EQ(refuse(invite_with("126", "99999999999999999999")).error,
            ParseError::body_length_mismatch);
  EXPECT_EQ(refuse(invite_with("126", "-1")).error, ParseError::bad_content_length);
  EXPECT_EQ(refuse(invite_with("126", "")).error, ParseError::bad_content_length);
}

// RFC 3261 §7.1: the version may come in any case.
TEST(Parser, ReadsTheVersionInAnyCase) {
  const MessagePtr request = parse(invite_with("SIP/2.0\r\n", "sip/2.0\r\n"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->request_uri().user, "bob");

  const MessagePtr response = parse("Sip/2.0 200 OK\r\n" + invite_with("INVITE sip", "X: sip"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status(), 200);
}

struct Fault {
  std::string_view old, replacement;
  ParseError error;
  int status;
};

TEST(Parser, SaysWhyItRefuses) {
  const Fault faults[] = {
      {"SIP/2.0\r\n", "SIP/3.0\r\n", ParseError::unsupported_version, 505},
      {"SIP/2.0\r\n", "SIP/2.0 \r\n", ParseError::bad_start_line, 400},
      {"INVITE sip", "INVITE  sip", ParseError::bad_request_uri, 400},
      {"sip:bob", "<sip:bob", ParseError::bad_request_uri, 400},
      {"Max-Forwards: 70", "Max-Forwards: 300", ParseError::bad_max_forwards, 400},
      {"Max-Forwards: 70", "Max-Forwards 70", ParseError::bad_header_line, 400},
      {"Max-Forwards: 70", ": 70", ParseError::bad_header_line, 400},
      {"From:", "X-From:", ParseError::missing_header, 400},
      {"X-Private:", "To:", ParseError::repeated_header, 400},
      {"X-Private: kept, as it is", "l: 5", ParseError::repeated_header, 400},
      {"\"Alice,", "Alice,", ParseError::bad_from, 400},
      {"Bob <", "\"Bob <", ParseError::bad_to, 400},
      {"Call-ID: 38", "Call-ID: 3 8", ParseError::bad_call_id, 400},
      {"CSeq: 1", "CSeq: 2147483648", ParseError::bad_cseq, 400},
      {"CSeq: 1 INVITE", "CSeq: 1 BYE", ParseError::cseq_method_mismatch, 400},
      {"INVITE sip", "NEWMETHOD sip", ParseError::cseq_method_mismatch, 501},
      {"=z9hG4bK74bf9", "=z9hG4bK", ParseError::bad_via, 400},
      {"Contact: <", "Contact: <<", ParseError::bad_contact, 400},
      {"Route: <", "Route: ,<", ParseError::bad_route, 400},
      {"Max-Forwards: 70\r\n", "Max-Forwards: 70\n", ParseError::bad_line_end, 400},
      {"Max-Forwards: 70", "Max-Forwards: 7\r0", ParseError::bad_line_end, 400},
      {"SIP/2.0/UDP client", "SIP/2.0/UDP ;client", ParseError::bad_via, 0},
      {"INVITE sip", "ACK sip", ParseError::cseq_method_mismatch, 0},
  };
  for (const Fault& fault : faults) {
    const ParseFailure failure = refuse(invite_with(fault.old, fault.replacement));
    EXPECT_EQ(to_string(failure.error), to_string(fault.error)) << fault.replacement;
    EXPECT_EQ(failure.status_to_answer, fault.status) << fault.replacement;
    EXPECT_TRUE(failure.is_request) << fault.replacement;
  }
}

TEST(Parser, NeverAnswersAResponse) {
  for (std::string_view start : {"SIP/2.0 99 Low", "SIP/2.0 700 High", "SIP/2.0 4294967301 Wrap",
                                 "SIP/2.0 2000 OK", "SIP/7.0 200 OK", "SIP/2.0 OK"}) {
    const auto failure = refuse(invite_with("INVITE sip:bob@biloxi.example.com SIP/2.0", start));
    EXPECT_NE(failure.error, ParseError::empty) << start;
    EXPECT_EQ(failure.status_to_answer, 0) << start;
    EXPECT_FALSE(failure.is_request) << start;
  }
}

TEST(Parser, NamesTheOffsetInTheDatagram) {
  const std::string text = "\r\n" + invite_with("Max-Forwards: 70", "Max-Forwards: 300");

  EXPECT_EQ(refuse(text).offset, text.find("300"));
}

TEST(Parser, HoldsItsLimits) {
  std::string many;
  for (int i = 0; i < 300; ++i) many += "X: y\r\n";
  EXPECT_EQ(refuse(invite_with("X-Private: kept, as it is\r\n", many)).error,
            ParseError::too_large);
  EXPECT_EQ(refuse(std::string(invite) + std::string(66000, 'x')).error, ParseError::too_large);
}

TEST(Parser, KeepsTheFirstContactThatCanBeRead) {
  const auto with = [](std::string_view contact) {
    std::string text =
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a.example;branch=z9hG4bKa\r\n"
        "From: <sip:a@a.example>;tag=1\r\nTo: <sip:a@a.example>;tag=2\r\n"
        "Call-ID: c\r\nCSeq: 1 REGISTER\r\n";
    return parse(text.append(contact).append("\r\n"));
  };

  const MessagePtr second = with("Contact: <<>, <sip:b@192.0.2.4:5080;ob>;q=0.5\r\n");
  const MessagePtr star = with("Contact: *\r\n");
  const MessagePtr none = with("");

  ASSERT_TRUE(second && star && none);
  ASSERT_NE(second->contact_parts(), nullptr);
  EXPECT_EQ(second->contact_parts()->uri, "sip:b@192.0.2.4:5080;ob");
  EXPECT_EQ(second->contact_parts()->uri_parts.port, 5080);
  EXPECT_EQ(second->contact_parts()->params, ";q=0.5");
  EXPECT_EQ(star->contact_parts(), nullptr);
  EXPECT_EQ(none->contact_parts(), nullptr);
}

TEST(Parser, RefusesEveryPrefix) {
  const std::string text(invite);
  for (std::size_t length = 0; length < text.size(); ++length)
    EXPECT_EQ(parse(text.substr(0, length)), nullptr) << length;
}

TEST(Parser, SurvivesEveryOctetReplaced) {
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < invite.size(); ++at)
    for (char c : {'\0', '\r', '\n', ' ', '"', '<', ',', ';', ':', '\xFF'}) {
      std::string text(invite);
      text[at] = c;
      const MessagePtr message = parse(text);
      if (!message) continue;
      ++accepted;
      // Accessors of what is mandatory hold whatever was let through.
      EXPECT_EQ(message->from().tag(), message->from_tag());
      EXPECT_EQ(message->to().tag(), message->to_tag());
      EXPECT_LE(message->routes().size() + message->contacts().size(), 3U);
    }
  EXPECT_GT(accepted, 1000U);  // bodies and display names take nearly anything
}

}  // namespace
}  // namespace offhook::sip
