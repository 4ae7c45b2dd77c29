// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/caller.hpp"

#include <gtest/gtest.h>

#include "actors/sip/parser.hpp"

namespace offhook::phone {
namespace {

Caller caller(const std::string& extra, bool from_server = true,
              const std::string& from = "\"Mallory\" <sip:mallory@example.net>;tag=1",
              std::span<const CallerSource> sources = usual_caller_sources) {
  const auto message = sip::message_or_null(
      sip::parse_datagram("INVITE sip:1001@192.0.2.1 SIP/2.0\r\n"
                          "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx\r\nFrom: " +
                          from +
                          "\r\nTo: <sip:1001@y>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
                          "Contact: <sip:x@192.0.2.9>\r\n" +
                          extra + "Content-Length: 0\r\n\r\n"));
  EXPECT_TRUE(message) << extra;
  return message ? caller_of(*message, from_server, sources) : Caller{};
}

std::string shown(const std::string& extra, bool from_server = true) {
  return sip::to_string(caller(extra, from_server).shown.uri);
}

TEST(Caller, IsWhoTheServerSays) {  // RFC 3325 §9.1
  EXPECT_EQ(shown("P-Asserted-Identity: \"Bob\" <sip:bob@example.net>\r\n"), "sip:bob@example.net");
  EXPECT_EQ(shown("P-Preferred-Identity: <sip:bob@example.net>\r\n"), "sip:bob@example.net");
  EXPECT_EQ(shown("Remote-Party-ID: <sip:bob@example.net>;party=calling;privacy=off\r\n"),
            "sip:bob@example.net");
  EXPECT_EQ(shown("Remote-Party-ID: <sip:bob@example.net>;party=called\r\n"),
            "sip:mallory@example.net");
  EXPECT_EQ(caller("P-Asserted-Identity: <sip:bob@example.net>\r\n").shown.display_name, "Mallory");
}

TEST(Caller, IsTakenFromTheFirstOfTheSourcesThatAreWanted) {
  const std::string both =
      "P-Asserted-Identity: <sip:bob@example.net>\r\nRemote-Party-ID: <sip:carol@example.net>\r\n";
  const auto by = [&](std::vector<CallerSource> sources) {
    return caller(both, true, "<sip:mallory@example.net>;tag=1", sources).shown.uri.user;
  };
  using enum CallerSource;
  EXPECT_EQ(by({remote_party, asserted}), "carol");
  EXPECT_EQ(by({preferred, asserted}), "bob");
  EXPECT_EQ(by({from, asserted}), "mallory");
  EXPECT_EQ(by({}), "mallory");
}

TEST(Caller, IsNotWhoAStrangerSays) {
  for (const char* header : {"P-Asserted-Identity", "P-Preferred-Identity", "Remote-Party-ID"})
    EXPECT_EQ(shown(std::string(header) + ": <sip:bank@example.net>\r\n", false),
              "sip:mallory@example.net")
        << header;
}

TEST(Caller, MayStayUnknown) {  // RFC 3323 §4.1.1.3, RFC 3325 §9.3
  const auto hidden = caller("Privacy: id\r\nP-Asserted-Identity: <sip:bob@example.net>\r\n", true,
                             "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1");
  EXPECT_TRUE(hidden.anonymous);
  EXPECT_EQ(hidden.shown.uri.host, "anonymous.invalid");
  EXPECT_TRUE(caller("Remote-Party-ID: <sip:bob@example.net>;privacy=full\r\n").anonymous);
  EXPECT_FALSE(caller("Privacy: none\r\n").anonymous);
}

TEST(Caller, HasThePhoneAnswerOnlyByWayOfAServer) {
  for (const char* header :
       {"Alert-Info: <http://www.notused.com>;info=alert-autoanswer;delay=0\r\n",
        "Alert-Info: <sip:x>;info=\"Auto Answer\"\r\n", "Call-Info: <sip:x>;answer-after=0\r\n",
        "Alert-Info: Auto Answer\r\n", "Alert-Info: <http://x>;answer-after=0\r\n",
        "Alert-Info: Intercom\r\n", "Answer-Mode: Auto\r\n", "Answer-Mode: Auto;require\r\n"}) {
    EXPECT_EQ(caller(header).answer_after, 0ms) << header;
    EXPECT_EQ(caller(header, false).answer_after, std::nullopt) << header;
  }
  EXPECT_EQ(caller("Call-Info: <sip:x>;answer-after=3\r\n").answer_after, 3s);
  EXPECT_EQ(caller("Call-Info: <sip:x>;answer-after=86400\r\n").answer_after, std::nullopt);
  EXPECT_EQ(caller("Call-Info: <sip:x>;answer-after=soon\r\n").answer_after, std::nullopt);
  EXPECT_EQ(caller("Answer-Mode: Manual\r\n").answer_after, std::nullopt);
  EXPECT_EQ(caller("Alert-Info: <urn:alert:service:normal>\r\n").answer_after, std::nullopt);
}

TEST(Caller, WasSentOnByTheTopDiversion) {  // RFC 5806
  EXPECT_EQ(caller("Diversion: <sip:desk@example.net>;reason=no-answer\r\n", false).diverted_by,
            "sip:desk@example.net");
  EXPECT_EQ(caller("").diverted_by, "");
}

}  // namespace
}  // namespace offhook::phone
