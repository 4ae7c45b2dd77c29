// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/forwarding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

using testing::ElementsAre;

TEST(Diversion, HasAddressAndReason) {  // RFC 5806
  const auto diversion = parse_diversion(
      "\"Bob\" <sip:bob@example.com;user=phone>;reason=\"no-answer\";privacy=off;counter=2;x=y");

  ASSERT_TRUE(diversion.ok());
  EXPECT_EQ(diversion->address.display_name, "Bob");
  EXPECT_EQ(diversion->reason, "no-answer");
  EXPECT_EQ(diversion->counter, 2U);
  EXPECT_FALSE(diversion->is_private);
}

TEST(Diversion, IsPrivateUnlessOff) {
  EXPECT_TRUE(parse_diversion("<sip:b@a>;privacy=\"full\"")->is_private);
  EXPECT_TRUE(parse_diversion("<sip:b@a>;privacy=name")->is_private);
  EXPECT_FALSE(parse_diversion("<sip:b@a>")->is_private);
}

TEST(Diversion, ReadsBack) {
  constexpr std::string_view text = "<sip:b@a>;x=y;reason=user-busy;counter=3;privacy=full";

  EXPECT_EQ(to_string(*parse_diversion(text)), text);
  Diversion odd;
  odd.address.uri = *parse_uri("sip:b@a");
  odd.reason = "out of; \"office\"";
  EXPECT_EQ(parse_diversion(to_string(odd))->reason, odd.reason);
  EXPECT_FALSE(parse_diversion("bob").ok());
}

TEST(HistoryEntry, HasTargetIndexAndReason) {  // RFC 7044 §5
  const auto entry = parse_history_entry(
      "<sip:bob@192.0.2.4?Reason=SIP%3Bcause%3D302%3Btext%3D%22Moved%22&Privacy=history>;"
      "index=1.10.1;rc=1.10");

  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(to_string(entry->target), "sip:bob@192.0.2.4");
  EXPECT_THAT(entry->index, ElementsAre(1U, 10U, 1U));
  EXPECT_EQ(entry->change, HistoryEntry::Change::rc);
  EXPECT_THAT(entry->changed_from, ElementsAre(1U, 10U));
  ASSERT_TRUE(entry->reason);
  EXPECT_EQ(entry->reason->cause, 302);
  EXPECT_EQ(entry->reason->text, "Moved");
  EXPECT_TRUE(entry->is_private);
}

TEST(HistoryEntry, ReadsBack) {
  constexpr std::string_view text =
      "Bob <sip:bob@a?Reason=SIP%3Bcause%3D486&Privacy=history>;index=1.2;mp=1.1";

  EXPECT_EQ(to_string(*parse_history_entry(text)), text);
}

TEST(HistoryEntry, NeedsAnIndex) {
  for (std::string_view text : {"<sip:b@a>", "<sip:b@a>;index", "<sip:b@a>;index=1.",
                                "<sip:b@a>;index=.1", "<sip:b@a>;index=1..2", "<sip:b@a>;index=x"})
    EXPECT_FALSE(parse_history_entry(text).ok()) << text;
  EXPECT_EQ(parse_history_entry("<sip:b@a>;index=1;mp=x")->change, HistoryEntry::Change::unknown);
}

/// User of who sent on an INVITE with these fields; "-" if nobody did.
std::string forwarder(std::string_view fields) {
  const MessagePtr message = sample::parse(sample::invite_with("k: 100rel\r\n", fields));
  const auto address = forwarded_by(*message);
  return address ? address->uri.user : "-";
}

TEST(ForwardedBy, IsTheTopDiversion) {
  EXPECT_EQ(forwarder("Diversion: <sip:b@x>;reason=user-busy, <sip:c@x>\r\n"), "b");
  EXPECT_EQ(forwarder("Diversion: junk\r\nDiversion: <sip:c@x>\r\n"), "c");
  EXPECT_EQ(forwarder("Diversion: <sip:b@x>;privacy=full\r\n"), "-");
  EXPECT_EQ(forwarder(""), "-");
}

TEST(ForwardedBy, IsWhomTheLastChangeOfUserPointsAt) {
  EXPECT_EQ(forwarder("History-Info: <sip:b@x>;index=1, <sip:b2@y>;index=1.1;rc=1,"
                      " <sip:c@x>;index=1.2;mp=1, <sip:c@z>;index=1.2.1;rc=1.2\r\n"),
            "b");
  EXPECT_EQ(forwarder("History-Info: <sip:b@x?Privacy=history>;index=1,"
                      " <sip:c@x>;index=1.1;mp=1\r\n"),
            "-");
  EXPECT_EQ(forwarder("History-Info: <sip:b@x>;index=1, <sip:b2@y>;index=1.1;rc=1\r\n"), "-");
}

TEST(ForwardedBy, IsWhoRefusedWhereChangesAreNotNamed) {  // RFC 4244
  EXPECT_EQ(forwarder("History-Info: <sip:b@x?Reason=SIP%3Bcause%3D486>;index=1\r\n"
                      "History-Info: <sip:c@x>;index=2\r\n"),
            "b");
  EXPECT_EQ(forwarder("History-Info: <sip:b@x?Reason=SIP%3Bcause%3D486>;index=1\r\n"), "-");
}

}  // namespace
}  // namespace offhook::sip
