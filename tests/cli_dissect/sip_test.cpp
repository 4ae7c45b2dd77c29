// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "cli/dissect_sip.hpp"
#include "tests/cli_dissect/sample.hpp"

namespace offhook::cli {
namespace {

using sample::invite;
using sample::told;
using sample::with;
using Texts = std::vector<std::string>;

Texts warnings_of(const std::string& text) {
  const auto found = dissect_sip(text);
  EXPECT_TRUE(found.errors.empty()) << told(found.errors).front();
  EXPECT_EQ(found.validity, found.warnings.empty() ? Validity::valid : Validity::odd);
  return told(found.warnings);
}

Texts errors_of(const std::string& text) {
  const auto found = dissect_sip(text);
  EXPECT_EQ(found.validity, Validity::invalid);
  return told(found.errors);
}

/// One field put before Max-Forwards.
std::string and_field(std::string_view field) {
  return with(invite, "Max-Forwards", std::string(field) + "\r\nMax-Forwards");
}

TEST(DissectSip, GivesTheFactsOfARequest) {
  const auto found = dissect_sip(invite);

  EXPECT_EQ(found.validity, Validity::valid) << told(found.warnings).front();
  EXPECT_EQ(found.kind, MessageKind::request);
  EXPECT_EQ(found.method, "INVITE");
  EXPECT_EQ(found.status, std::nullopt);
  EXPECT_EQ(found.request_uri, "sip:bob@biloxi.example.com");
  EXPECT_EQ(found.from_uri, "sip:alice@atlanta.example.com");
  EXPECT_EQ(found.from_tag, "9fxced76sl");
  EXPECT_EQ(found.to_tag, std::nullopt);
  EXPECT_EQ(found.via_count, 3U);
  EXPECT_EQ(found.top_via_transport, "UDP");
  EXPECT_EQ(found.top_via_sent_by, "192.0.2.101:5062");
  EXPECT_EQ(found.top_via_branch, "z9hG4bK74bf9");
  EXPECT_EQ(found.contact_uri, "sip:alice@192.0.2.101;transport=udp");
  EXPECT_EQ(found.content_length, 126U);
  EXPECT_EQ(found.body_octets, 126U);
  EXPECT_EQ(found.header_count, 11U);
  EXPECT_EQ(found.user_agent, "sample/1.0");
  EXPECT_EQ(found.answer, std::nullopt) << "it rings";
}

TEST(DissectSip, GivesTheFactsOfAResponse) {
  const auto found = dissect_sip(
      "SIP/2.0 404 Not Found\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\n"
      "To: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: 7 BYE\r\nContent-Length: 0\r\n\r\n");

  EXPECT_EQ(found.validity, Validity::valid);
  EXPECT_EQ(found.kind, MessageKind::response);
  EXPECT_EQ(found.method, std::nullopt);
  EXPECT_EQ(found.status, 404U);
  EXPECT_EQ(found.cseq_method, "BYE");
  EXPECT_EQ(found.answer, std::nullopt);
}

TEST(DissectSip, CompactNamesFoldingAndCaseAreValid) {
  EXPECT_EQ(warnings_of(with(invite, "Via:", "v :")), Texts{});
  EXPECT_EQ(warnings_of(with(invite, "To: Bob ", "tO:\r\n Bob\t")), Texts{});
  EXPECT_EQ(warnings_of(and_field("Subject:")), Texts{});
}

TEST(DissectSip, HarmlessDeviationsAreOdd) {
  EXPECT_EQ(warnings_of("\r\n" + std::string(invite)), Texts{"-: line ends before the start line"});
  EXPECT_EQ(warnings_of(std::string(invite) + "more"), Texts{"-: octets behind the body"});
  EXPECT_EQ(warnings_of(with(invite, "z9hG4bK74bf9", "74bf9")),
            Texts{"Via: branch without the magic cookie (RFC 2543)"});
  EXPECT_EQ(warnings_of(with(invite, ";branch=z9hG4bK74bf9", "")),
            Texts{"Via: no branch (RFC 2543)"});
  EXPECT_EQ(warnings_of(with(invite, ";tag=9fxced76sl", "")), Texts{"From: no tag (RFC 2543)"});
  EXPECT_EQ(warnings_of(with(invite, "Max-Forwards: 70\r\n", "")),
            Texts{"Max-Forwards: missing (RFC 2543)"});
  EXPECT_EQ(warnings_of(with(invite, "To: Bob",
                             "To: B\xC3\xB6"
                             "b")),
            Texts{"To: display name needs quotes"});
  EXPECT_EQ(warnings_of(with(invite, "Max-Forwards: 70", "Max-Forwards: 70 ")),
            Texts{"Max-Forwards: white space at the line's end"});
  EXPECT_EQ(warnings_of(with(invite, "Content-Type: application/sdp\r\n", "")),
            Texts{"Content-Type: missing, and there is a body"});
  EXPECT_EQ(warnings_of(and_field("Date: Sat, 13 Nov 2010 23:29:00 EST")),
            Texts{"Date: no date as RFC 1123 writes it, in GMT"});
  EXPECT_EQ(warnings_of(and_field("Date: Sat, 13 Nov 2010 23:29:00 GMT")), Texts{});
  EXPECT_EQ(warnings_of(and_field("Allow: BYE,, ACK")), Texts{"Allow: empty element in a list"});
  EXPECT_EQ(warnings_of(and_field("User-Agent: one more")),
            Texts{"User-Agent: a header that may come once is repeated"});
  EXPECT_EQ(warnings_of(with(invite, "Alice, A.", "Alice\x01")),
            Texts{"From: control character in a value"});
  EXPECT_EQ(warnings_of(with(invite, "Alice, A.", "Alice\\\x01")), Texts{}) << "escaped";
  EXPECT_EQ(warnings_of(with(invite, "SIP/2.0/TLS second.example.com", "SIP/2.0/TLS <x>")),
            Texts{"Via: malformed Via"});
}

TEST(DissectSip, ContentLengthIsMissedOnStreamsAlone) {
  const std::string without = with(invite, "Content-Length: 126\r\n", "");

  EXPECT_EQ(warnings_of(without), Texts{});
  EXPECT_EQ(warnings_of(with(without, "SIP/2.0/UDP", "SIP/2.0/TCP")),
            Texts{"Content-Length: missing on a stream"});
}

TEST(DissectSip, AMethodInLowerCaseIsAnotherMethod) {
  const auto found = dissect_sip(with(with(invite, "INVITE", "invite"), "1 INVITE", "1 invite"));

  EXPECT_EQ(found.validity, Validity::valid);
  EXPECT_EQ(found.method, "invite");
  EXPECT_EQ(found.answer, 501);
}

TEST(DissectSip, LinesThatAllEndInLfAreOddAndRefusedOnTheWire) {
  std::string text(invite);
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  text = with(text, "Content-Length: 126", "Content-Length: 119");
  const auto found = dissect_sip(text);

  EXPECT_EQ(told(found.warnings), Texts{"-: lines end in LF alone, not in CRLF"});
  EXPECT_EQ(found.validity, Validity::odd);
  EXPECT_EQ(found.answer, 400);
  EXPECT_EQ(errors_of(with(invite, "70\r\n", "70\n")), Texts{"Max-Forwards: CR or LF alone"});
}

TEST(DissectSip, OffsetsOfLfTextsAreThoseOfTheFile) {
  std::string text = with(invite, "SIP/2.0\r\n", "SIP/7.0\r\n");
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  const auto found = dissect_sip(text);

  ASSERT_FALSE(found.errors.empty());
  EXPECT_EQ(text.substr(found.errors.front().offset, 7), "SIP/7.0");
}

TEST(DissectSip, PointsAtTheOctetAndTellsEveryFault) {
  std::string text = with(invite, "alice@atlanta.example.com>;tag", "al ice@x>;tag");
  text = with(text, "CSeq: 1 ", "CSeq: 2147483648 ");
  text = with(text, "Call-ID: 3848276298220188511@atlanta.example.com\r\n", "");
  const auto found = dissect_sip(text);

  EXPECT_EQ(told(found.errors), (Texts{"From: malformed From", "CSeq: malformed CSeq",
                                       "Call-ID: mandatory header missing"}));
  EXPECT_EQ(found.errors[0].offset, text.find(" ice@"));
  EXPECT_EQ(found.cseq_number, 2147483648U);
  EXPECT_EQ(found.from_tag, "9fxced76sl");
  EXPECT_EQ(found.answer, 400);
}

TEST(DissectSip, WhatEndsTheMessageEarlyIsAFault) {
  EXPECT_EQ(errors_of(with(invite, "126", "127")),
            Texts{"Content-Length: body shorter than Content-Length"});
  EXPECT_EQ(errors_of(with(invite, "126", "-1")),
            Texts{"Content-Length: malformed Content-Length"});
  EXPECT_EQ(errors_of("INVITE sip:x SIP/2.0"),
            (Texts{"Via: mandatory header missing", "From: mandatory header missing",
                   "To: mandatory header missing", "Call-ID: mandatory header missing",
                   "CSeq: mandatory header missing", "-: headers end without an empty line"}));
}

TEST(DissectSip, AnswersAsThePhoneWould) {
  const auto answer = [](const std::string& text) { return dissect_sip(text).answer; };
  const auto method = [](std::string_view name) {
    return with(with(invite, "INVITE sip", std::string(name) + " sip"), "1 INVITE",
                "1 " + std::string(name));
  };

  EXPECT_EQ(answer(method("MESSAGE")), 415);  // SDP is no text
  EXPECT_EQ(answer(method("PUBLISH")), 405);
  EXPECT_EQ(answer(method("OPTIONS")), 200);
  EXPECT_EQ(answer(method("CANCEL")), 481);
  EXPECT_EQ(answer(method("ACK")), std::nullopt);
  EXPECT_EQ(answer(with(invite, "To: Bob <sip:bob@biloxi.example.com>", "To: <sip:b@c>;tag=1")),
            481);
  EXPECT_EQ(answer(with(invite, "sip:bob@biloxi.example.com SIP", "http:bob SIP")), 416);
  EXPECT_EQ(answer(and_field("Require: nothing-we-have")), 420);
  EXPECT_EQ(answer(with(invite, "application/sdp", "text/plain")), 415);
  EXPECT_EQ(answer(with(invite, "RTP/AVP 0", "RTP/AVP 9")), 488);
  EXPECT_EQ(answer(with(invite, "v=0", "v=1")), 400);
  EXPECT_EQ(answer(with(invite, "SIP/2.0\r\n", "SIP/3.0\r\n")), 505);
}

TEST(DissectSip, JsonIsUtf8AndHasEveryMember) {
  const auto object =
      to_json(dissect_sip(with(invite, "sample/1.0", "\xFF\xC0\x80 \xE2\x82\xAC")), "a\xFF");

  EXPECT_EQ(object.at("file"), "a\uFFFD");
  EXPECT_EQ(object.at("user_agent"), "\uFFFD\uFFFD\uFFFD \u20AC");
  EXPECT_TRUE(object.at("status").is_null());
  EXPECT_TRUE(object.at("answer").is_null());
  EXPECT_EQ(object.at("kind"), "request");
  EXPECT_EQ(object.size(), 27U);
}

TEST(DissectSip, OutputStaysBounded) {
  std::string text = "INVITE sip:x SIP/2.0\r\n";
  for (int i = 0; i < 4000; ++i) text += "no header line\r\n";
  const auto found = dissect_sip(text);

  EXPECT_EQ(found.errors.size(), most_remarks);
  EXPECT_EQ(found.header_count, 256U);
  EXPECT_EQ(told(dissect_sip(std::string(invite) + std::string(70000, 'x')).errors),
            Texts{"-: message too large"});
}

std::vector<std::string> lines_of(const std::string& page) {
  std::vector<std::string> lines(1);
  for (char c : page) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  return lines;
}

TEST(DissectSip, PageHasACaretUnderTheFaultWithin80Columns) {
  const std::string long_name(300, 'n');
  const std::string text = with(invite, "alice@atlanta.example.com>", long_name + " @x>");
  const auto lines = lines_of(render(dissect_sip(text), "invite.sip", text, false));

  std::size_t caret = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    const auto width = static_cast<long>(lines[i].size()) -
                       std::count_if(lines[i].begin(), lines[i].end(), continuation);
    EXPECT_LE(width, 80) << lines[i];
    if (!lines[i].ends_with('^')) continue;
    ++caret;
    // The ellipsis at the left is one column of three octets.
    EXPECT_EQ(lines[i - 1].substr(lines[i].size() + 1, 3), " @x") << lines[i - 1];
  }
  EXPECT_EQ(caret, 1U);
}

TEST(DissectSip, PageHoldsNoControlCharacterOfTheMessage) {
  const std::string text = with(invite, "sample/1.0",
                                "\x1B[31m\x07 \xC2\x9B"
                                "31m");
  const std::string page = render(dissect_sip(text), "f\x1B", text, false);

  EXPECT_EQ(page.find('\x1B'), std::string::npos);
  EXPECT_EQ(page.find("\xC2\x9B"), std::string::npos);
}

}  // namespace
}  // namespace offhook::cli
