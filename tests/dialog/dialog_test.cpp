// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/dialog.hpp"

#include <gtest/gtest.h>

#include "tests/support/messages.hpp"

namespace offhook::dialog {
namespace {

using testing::message;
using testing::response;

sip::MessagePtr invite(std::vector<std::string> more = {}) {
  std::vector<std::string> lines = {
      "INVITE sip:bob@example.net SIP/2.0",
      "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1",
      "Max-Forwards: 70",
      "From: \"Alice\" <sip:alice@example.net>;tag=alice",
      "To: <sip:bob@example.net>",
      "Call-ID: call",
      "CSeq: 7 INVITE",
      "Contact: <sip:alice@192.0.2.1:5060>",
  };
  lines.insert(lines.end(), more.begin(), more.end());
  return message(lines);
}

sip::MessagePtr request_of_alice(std::string_view method, std::uint32_t cseq,
                                 std::string_view to_tag = "bob") {
  const std::string name(method);
  return message({name + " sip:bob@192.0.2.9 SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2",
                  "Max-Forwards: 70", "From: <sip:alice@example.net>;tag=alice",
                  "To: <sip:bob@example.net>;tag=" + std::string(to_tag), "Call-ID: call",
                  "CSeq: " + std::to_string(cseq) + " " + name, "Contact: <sip:alice@192.0.2.77>"});
}

std::vector<std::string> routes_of(const sip::Message& m) {
  std::vector<std::string> routes;
  for (const auto& route : m.routes()) routes.push_back(sip::to_string(route.uri));
  return routes;
}

/// A drafted request as it would stand on the wire.
sip::MessagePtr sent(sip::Draft draft) { return draft.build(); }

TEST(Dialog, OfAClientTakesIdsTargetAndReversedRoutesFromTheResponse) {
  const auto request = invite();
  const auto ok = response(*request, 200, "bob",
                           {{"Contact", "<sip:bob@192.0.2.9:5062>"},
                            {"Record-Route", "<sip:p2.example.net;lr>"},
                            {"Record-Route", "<sip:p1.example.net;lr>"}});

  auto dialog = Dialog::of_client(*request, *ok);

  EXPECT_EQ(dialog.id(), (DialogId{"call", "alice", "bob"}));
  EXPECT_EQ(dialog.state(), DialogState::confirmed);
  const auto bye = sent(dialog.make_request(sip::Method::bye));
  EXPECT_EQ(bye->request_uri_text(), "sip:bob@192.0.2.9:5062");
  EXPECT_EQ(routes_of(*bye), (std::vector<std::string>{"sip:p1.example.net;lr",
                                                       "sip:p2.example.net;lr"}));  // §12.1.2
  EXPECT_EQ(bye->from_tag(), "alice");
  EXPECT_EQ(bye->to_tag(), "bob");
  EXPECT_EQ(bye->from().display_name, "Alice");
  EXPECT_EQ(bye->cseq().number, 8u);
  EXPECT_EQ(bye->max_forwards(), 70u);
}

TEST(Dialog, GoesThroughAProxyThatIsNoneOfItsRoutesIfToldSo) {
  const auto request = invite();
  auto dialog = Dialog::of_client(
      *request, *response(*request, 200, "bob", {{"Contact", "<sip:bob@192.0.2.9:5062>"}}));
  dialog.send_through(std::nullopt);
  EXPECT_EQ(dialog.next_hop().host, "192.0.2.9");
  dialog.send_through(*sip::parse_uri("sip:proxy.example.net;lr"));
  EXPECT_EQ(dialog.next_hop().host, "proxy.example.net");
  EXPECT_EQ(sent(dialog.make_request(sip::Method::bye))->request_uri_text(),
            "sip:bob@192.0.2.9:5062");
}

// §13.2.2.4: nothing is left of the INVITE but what its 2xx copies.
TEST(Dialog, OfALateAnswerLeapsOverTheNumbersOfPracksAndUpdates) {
  const auto request = invite();
  auto dialog = Dialog::of_late_answer(*response(
      *request, 200, "bob",
      {{"Contact", "<sip:bob@192.0.2.9:5062>"}, {"Record-Route", "<sip:p1.example.net;lr>"}}));
  EXPECT_EQ(dialog.id(), (DialogId{"call", "alice", "bob"}));
  EXPECT_EQ(sent(dialog.make_ack(7))->cseq().number, 7u);
  const auto bye = sent(dialog.make_request(sip::Method::bye));
  EXPECT_GT(bye->cseq().number, 40u);
  EXPECT_EQ(bye->request_uri_text(), "sip:bob@192.0.2.9:5062");
  EXPECT_EQ(routes_of(*bye), std::vector<std::string>{"sip:p1.example.net;lr"});
}

TEST(Dialog, OfAServerKeepsTheOrderOfRecordRoutes) {
  const auto request = invite({"Record-Route: <sip:p2.example.net;lr>, <sip:p1.example.net;lr>"});

  auto dialog = Dialog::of_server(*request, "bob");

  ASSERT_TRUE(dialog.ok());
  EXPECT_EQ(dialog->id(), (DialogId{"call", "bob", "alice"}));
  EXPECT_EQ(dialog->state(), DialogState::early);
  EXPECT_EQ(dialog->remote_cseq(), 7u);
  const auto bye = sent(dialog->make_request(sip::Method::bye));
  EXPECT_EQ(routes_of(*bye), (std::vector<std::string>{"sip:p2.example.net;lr",
                                                       "sip:p1.example.net;lr"}));  // §12.1.1
  EXPECT_EQ(bye->request_uri_text(), "sip:alice@192.0.2.1:5060");
  EXPECT_EQ(bye->from_tag(), "bob");
  EXPECT_EQ(bye->to_tag(), "alice");
  EXPECT_EQ(bye->cseq().number, 1u);
}

TEST(Dialog, KnowsAConferenceByItsContact) {  // RFC 4579 §5.1
  const auto request = invite();
  const auto ringing = response(*request, 180, "bob", {{"Contact", "<sip:room@192.0.2.9>"}});
  const auto ok =
      response(*request, 200, "bob", {{"Contact", "<sip:room@192.0.2.9;isfocus>;isfocus"}});
  const auto in_uri_only = response(*request, 200, "bob", {{"Contact", "<sip:room@h;isfocus>"}});

  auto dialog = Dialog::of_client(*request, *ringing);
  EXPECT_FALSE(dialog.remote_is_focus());
  dialog.confirm(*ok);
  EXPECT_TRUE(dialog.remote_is_focus());
  dialog.refresh_target(*in_uri_only);
  EXPECT_FALSE(dialog.remote_is_focus());
}

TEST(Dialog, OfAServerNeedsAContactToReachThePeer) {
  const auto without =
      message({"INVITE sip:bob@example.net SIP/2.0", "Via: SIP/2.0/UDP h;branch=z9hG4bK1",
               "Max-Forwards: 70", "From: <sip:a@b>;tag=x", "To: <sip:b@c>", "Call-ID: call",
               "CSeq: 1 INVITE"});

  EXPECT_TRUE(absl::IsInvalidArgument(Dialog::of_server(*without, "bob").status()));
}

TEST(Dialog, APeerWithoutContactIsReachedAtTheRequestUri) {
  const auto request = invite();
  auto dialog = Dialog::of_client(*request, *response(*request, 200));
  EXPECT_EQ(sent(dialog.make_request(sip::Method::bye))->request_uri_text(), "sip:bob@example.net");
}

TEST(Dialog, BuildsTheRouteSetAnewWhenA2xxConfirmsIt) {
  const auto request = invite();
  auto dialog = Dialog::of_client(
      *request, *response(*request, 180, "bob", {{"Record-Route", "<sip:early.example.net;lr>"}}));
  ASSERT_EQ(dialog.state(), DialogState::early);

  dialog.confirm(*response(
      *request, 200, "bob",
      {{"Record-Route", "<sip:late.example.net;lr>"}, {"Contact", "<sip:bob@192.0.2.9>"}}));

  EXPECT_EQ(dialog.state(), DialogState::confirmed);
  const auto bye = sent(dialog.make_request(sip::Method::bye));
  EXPECT_EQ(routes_of(*bye), std::vector<std::string>{"sip:late.example.net;lr"});  // §13.2.2.4
}

TEST(Dialog, PutsAStrictRouterIntoTheRequestUri) {
  const auto request = invite();
  auto dialog =
      Dialog::of_client(*request, *response(*request, 200, "bob",
                                            {{"Contact", "<sip:bob@192.0.2.9>"},
                                             {"Record-Route", "<sip:p2.example.net;lr>"},
                                             {"Record-Route", "<sip:old.example.net?a=b>"}}));

  const auto bye = sent(dialog.make_request(sip::Method::bye));

  EXPECT_EQ(bye->request_uri_text(), "sip:old.example.net");  // §12.2.1.1
  EXPECT_EQ(routes_of(*bye),
            (std::vector<std::string>{"sip:p2.example.net;lr", "sip:bob@192.0.2.9"}));
}

TEST(Dialog, RefusesRequestsThatComeOutOfOrder) {
  auto dialog = Dialog::of_server(*invite(), "bob");
  ASSERT_TRUE(dialog.ok());

  EXPECT_EQ(dialog->receive(*request_of_alice("INFO", 10)), RequestOrder::in_order);
  EXPECT_EQ(dialog->receive(*request_of_alice("INFO", 9)), RequestOrder::out_of_order);
  EXPECT_EQ(dialog->receive(*request_of_alice("INFO", 10)), RequestOrder::out_of_order);
  EXPECT_EQ(dialog->receive(*request_of_alice("BYE", 12)), RequestOrder::in_order);
  EXPECT_EQ(dialog->receive(*request_of_alice("BYE", 13, "carol")), RequestOrder::other_dialog);
  EXPECT_EQ(dialog->remote_cseq(), 12u);
}

TEST(Dialog, TakesTheFirstCSeqOfThePeerAsItComes) {
  const auto request = invite();
  auto dialog = Dialog::of_client(*request, *response(*request, 200));
  EXPECT_EQ(dialog.remote_cseq(), std::nullopt);

  const auto bye =
      message({"BYE sip:alice@192.0.2.1 SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK3",
               "Max-Forwards: 70", "From: <sip:bob@example.net>;tag=bob",
               "To: <sip:alice@example.net>;tag=alice", "Call-ID: call", "CSeq: 31 BYE"});
  EXPECT_EQ(dialog.receive(*bye), RequestOrder::in_order);
  EXPECT_EQ(dialog.remote_cseq(), 31u);
}

TEST(Dialog, AcknowledgesWithTheNumberOfTheInvite) {
  const auto request = invite();
  auto dialog = Dialog::of_client(*request, *response(*request, 200));
  (void)dialog.make_request(sip::Method::info);

  const auto ack = sent(dialog.make_ack(7));

  EXPECT_EQ(ack->cseq().number, 7u);
  EXPECT_EQ(ack->method(), sip::Method::ack);
  EXPECT_EQ(dialog.local_cseq(), 8u);  // an ACK uses up no number
}

TEST(Dialog, FollowsThePeerToItsNewContactButKeepsTheRoutes) {
  auto dialog = Dialog::of_server(*invite({"Record-Route: <sip:p1.example.net;lr>"}), "bob");
  ASSERT_TRUE(dialog.ok());

  dialog->refresh_target(*request_of_alice("INVITE", 8));

  const auto bye = sent(dialog->make_request(sip::Method::bye));
  EXPECT_EQ(bye->request_uri_text(), "sip:alice@192.0.2.77");
  EXPECT_EQ(routes_of(*bye), std::vector<std::string>{"sip:p1.example.net;lr"});
}

TEST(Dialog, WorksWithAPeerOfRfc2543ThatHasNoTag) {
  const auto request = invite();
  const auto ok = message({"SIP/2.0 200 OK", "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1",
                           "From: <sip:alice@example.net>;tag=alice", "To: <sip:bob@example.net>",
                           "Call-ID: call", "CSeq: 7 INVITE", "Contact: <sip:bob@192.0.2.9>"});
  auto dialog = Dialog::of_client(*request, *ok);
  EXPECT_EQ(dialog.id().remote_tag, "");
  EXPECT_EQ(sent(dialog.make_request(sip::Method::bye))->to_tag(), "");
}

TEST(Dialog, ReachesAPeerOfRfc2543WithoutContactWhereItCallsFrom) {  // RFC 4475 §3.4.1
  const auto old_invite = [](const std::string& via_parameters) {
    return message({"INVITE sip:bob@example.net SIP/2.0",
                    "Via: SIP/2.0/UDP 192.0.2.1:5060" + via_parameters,
                    "From: <sip:alice@example.net>", "To: <sip:bob@example.net>", "Call-ID: call",
                    "CSeq: 7 INVITE"});
  };

  auto dialog = Dialog::of_server(*old_invite(""), "bob");

  ASSERT_TRUE(dialog.ok());
  EXPECT_EQ(sent(dialog->make_request(sip::Method::bye))->request_uri_text(),
            "sip:alice@example.net");
  EXPECT_FALSE(Dialog::of_server(*old_invite(";branch=z9hG4bK1"), "bob").ok());
}

}  // namespace
}  // namespace offhook::dialog
