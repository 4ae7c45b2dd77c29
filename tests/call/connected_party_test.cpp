// SPDX-License-Identifier: GPL-3.0-or-later
// Whom a call has come to: RFC 3325 §9.1, RFC 4916.
#include "actors/call/connected_party.hpp"

#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using ConnectedParty = LegTest;

const Headers carol = {{"Contact", "<sip:bob@192.0.2.9:5060>"},
                       {"P-Asserted-Identity", "\"Carol\" <sip:carol@example.net>"}};

TEST_F(ConnectedParty, FollowsAnUpdateOfAServer) {
  talk_as_callee();
  from_server = true;
  request("UPDATE", "", carol);
  EXPECT_EQ(statuses().back(), 200);
  EXPECT_EQ(shown().remote_display, "Carol");
  EXPECT_EQ(shown().remote_uri, "sip:carol@example.net");
  finish();
}

TEST_F(ConnectedParty, FollowsAReInviteOfAServer) {
  talk_as_callee();
  from_server = true;
  request("INVITE", sdp({.version = 2}), carol);
  ack();
  EXPECT_EQ(shown().remote_display, "Carol");
  finish();
}

// What was asserted of the caller stays, whatever From a re-INVITE repeats.
TEST_F(ConnectedParty, StaysAssertedWhenTheOldFromComesAgain) {
  talk_as_callee();
  from_server = true;
  request("UPDATE", "", carol);
  request("UPDATE", "", {{"Contact", "<sip:bob@192.0.2.9:5060>"}});
  EXPECT_EQ(shown().remote_display, "Carol");
  finish();
}

TEST_F(ConnectedParty, IsNoStrangersToTell) {
  talk_as_callee();
  request("UPDATE", "", carol);
  EXPECT_EQ(shown().remote_display, "Bob");
  finish();
}

TEST(ConnectedPartyOf, KnowsTheFormsOfServers) {
  const auto before = *sip::parse_uri("sip:bob@example.net");
  const auto of = [&](const std::string& from, const Headers& more) {
    auto draft = sip::Draft::request("UPDATE", "sip:alice@192.0.2.1");
    draft.append("Via", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1")
        .append("From", from + ";tag=b")
        .append("To", "<sip:alice@example.net>;tag=a")
        .append("Call-ID", "c")
        .append("CSeq", "2 UPDATE");
    for (const auto& [name, value] : more) draft.append(name, value);
    const auto party = connected_party(*draft.build(), before);
    return party ? party->uri.user : std::string("-");
  };
  EXPECT_EQ(of("<sip:bob@example.net>", {}), "-");
  EXPECT_EQ(of("<sip:carol@example.net>", {}), "carol");  // RFC 4916 §4.3
  EXPECT_EQ(of("<sip:bob@example.net>", {{"Remote-Party-ID", "<sip:dan@example.net>"}}), "dan");
  EXPECT_EQ(
      of("<sip:bob@example.net>", {{"Remote-Party-ID", "<sip:dan@example.net>;privacy=full"}}),
      "-");
  EXPECT_EQ(of("<sip:bob@example.net>",
               {{"P-Asserted-Identity", "<sip:eve@example.net>"}, {"Privacy", "id"}}),
            "-");
}

}  // namespace
}  // namespace offhook::call::testing
