// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/diversion.hpp"

#include <gtest/gtest.h>

#include "actors/sip/forwarding.hpp"
#include "actors/sip/parser.hpp"

namespace offhook::phone {
namespace {

sip::MessagePtr invite(const std::string& extra = "") {
  return sip::message_or_null(
      sip::parse_datagram("INVITE sip:1001@192.0.2.1 SIP/2.0\r\n"
                          "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx\r\n"
                          "From: <sip:alice@x>;tag=1\r\nTo: <sip:1001@x>\r\nCall-ID: c\r\n"
                          "CSeq: 1 INVITE\r\nContact: <sip:alice@192.0.2.9>\r\n" +
                          extra + "Content-Length: 0\r\n\r\n"));
}

DivertedCall to_bob(DiversionReason reason = DiversionReason::user_busy) {
  DivertedCall diverted;
  diverted.by.uri = *sip::parse_uri("sip:1001@x");
  diverted.to.uri = *sip::parse_uri("sip:bob@x");
  diverted.reason = reason;
  return diverted;
}

std::vector<std::string> values(const call::HeaderLines& lines, std::string_view name) {
  std::vector<std::string> found;
  for (const auto& [key, value] : lines)
    if (key == name) found.push_back(value);
  return found;
}

using Values = std::vector<std::string>;

TEST(RedirectHeaders, NameTheTargetAndWhoSentTheCallOn) {  // RFC 5806 §5
  const auto lines = redirect_headers(*invite(), to_bob());
  EXPECT_EQ(values(lines, "Contact"), Values{"<sip:bob@x>"});
  EXPECT_EQ(values(lines, "Diversion"), Values{"<sip:1001@x>;reason=user-busy;counter=1"});
  EXPECT_TRUE(values(lines, "History-Info").empty());
}

TEST(RedirectHeaders, KeepEarlierDiversionsBelowOurs) {
  const auto lines =
      redirect_headers(*invite("Diversion: <sip:d@x>;reason=no-answer, <sip:c@x>\r\n"), to_bob());
  EXPECT_EQ(values(lines, "Diversion"), (Values{"<sip:1001@x>;reason=user-busy;counter=1",
                                                "<sip:d@x>;reason=no-answer", "<sip:c@x>"}));
}

TEST(RedirectHeaders, GiveTheHistoryBackToACallerThatKeepsOne) {  // RFC 7044 §9.3, §10.4
  const std::string history = "History-Info: <sip:1001@x>;index=1\r\n";
  const auto lines = redirect_headers(*invite("Supported: histinfo\r\n" + history), to_bob());
  EXPECT_EQ(values(lines, "Contact"), Values{"<sip:bob@x>;mp=1"});
  EXPECT_EQ(values(lines, "History-Info"), Values{"<sip:1001@x>;index=1"});
  EXPECT_TRUE(values(redirect_headers(*invite(history), to_bob()), "History-Info").empty());
}

TEST(ForwardHeaders, BeginAHistory) {  // RFC 7044 §9.1, §10.3; causes of RFC 4458 §3
  const auto lines = forward_headers(*invite(), to_bob(DiversionReason::no_answer));
  EXPECT_EQ(values(lines, "Diversion"), Values{"<sip:1001@x>;reason=no-answer;counter=1"});
  EXPECT_EQ(values(lines, "History-Info"), (Values{"<sip:1001@x?Reason=SIP%3Bcause%3D408>;index=1",
                                                   "<sip:bob@x>;index=1.1;mp=1"}));
}

TEST(ForwardHeaders, GoOnWithTheHistoryThatCame) {
  const auto lines = forward_headers(
      *invite("History-Info: <sip:sales@x>;index=1, <sip:1001@x>;index=1.1;mp=1\r\n"), to_bob());
  EXPECT_EQ(values(lines, "History-Info"),
            (Values{"<sip:sales@x>;index=1", "<sip:1001@x?Reason=SIP%3Bcause%3D486>;index=1.1;mp=1",
                    "<sip:bob@x>;index=1.1.1;mp=1.1"}));
}

TEST(ForwardHeaders, TellTheNextPhoneWhoSentTheCallOn) {
  std::string text;
  for (const auto& [name, value] : forward_headers(*invite(), to_bob()))
    if (name == "History-Info") text.append(name).append(": ").append(value).append("\r\n");
  const auto by = sip::forwarded_by(*invite(text));
  ASSERT_TRUE(by);
  EXPECT_EQ(by->uri.user, "1001");
}

TEST(ForwardHeaders, HideWhoWantsToBeHidden) {
  auto diverted = to_bob();
  diverted.is_private = true;
  const auto lines = forward_headers(*invite(), diverted);
  EXPECT_EQ(values(lines, "Diversion"),
            Values{"<sip:1001@x>;reason=user-busy;counter=1;privacy=full"});
  EXPECT_NE(values(lines, "History-Info").front().find("Privacy=history"), std::string::npos);
}

TEST(ForwardHeaders, AreBounded) {
  std::string many;
  for (int i = 0; i < 50; ++i)
    many += "Diversion: <sip:d@x>\r\nHistory-Info: <sip:d@x>;index=1\r\n";
  const auto lines = forward_headers(*invite(many), to_bob());
  EXPECT_LE(values(lines, "Diversion").size(), 8u);
  EXPECT_LE(values(lines, "History-Info").size(), 10u);
}

TEST(DiversionCount, FindsTheLoop) {
  EXPECT_EQ(diversions_of(*invite()), 0u);
  EXPECT_EQ(diversions_of(*invite("Diversion: <sip:d@x>;counter=3, <sip:c@x>\r\n")), 4u);
  EXPECT_GE(diversions_of(*invite("Diversion: <sip:d@x>;counter=4294967295, <sip:c@x>\r\n")),
            most_diversions);
  EXPECT_EQ(diversions_of(*invite("History-Info: <sip:d@x>;index=1, <sip:c@x>;index=1.1;mp=1\r\n")),
            1u);
}

}  // namespace
}  // namespace offhook::phone
