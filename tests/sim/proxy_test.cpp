// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/proxy.hpp"

#include <gtest/gtest.h>

#include "tests/sim/request_builder.hpp"

namespace offhook::sim {
namespace {

class ProxyTest : public testing::Test {
 protected:
  ProxyTest() {
    (void)registrar_.answer(*RequestBuilder("REGISTER", "sip:sim.test")
                                 .to("1002")
                                 .add("Contact", "<sip:second@10.0.0.2>;q=0.5")
                                 .add("Contact", "<sip:1002@10.0.0.2:5062>")
                                 .build(),
                            0s);
  }
  [[nodiscard]] int refused(const RequestBuilder& request) const {
    const auto answer = refuse_invalid(*request.build(), self_);
    return answer ? answer->status : 0;
  }
  [[nodiscard]] Decision targets(const std::string& uri, const std::string& method = "INVITE") {
    return find_targets(*RequestBuilder(method, uri).build(), self_, registrar_, 1s);
  }
  [[nodiscard]] int status(const std::string& uri) {
    const auto decision = targets(uri);
    const auto* answer = std::get_if<Answer>(&decision);
    return answer ? answer->status : 0;
  }

  SeededRandom random_{1};
  DigestGuard guard_{{}, {{"1001", "a"}, {"1002", "b"}}, random_};
  Registrar registrar_{{.challenge = false}, guard_, random_};
  ProxyIdentity self_{.domain = "sim.test", .local = *Endpoint::parse("10.0.0.9:5060")};
};

TEST_F(ProxyTest, FindsTheContactsOfAUserBestFirst) {
  const auto decision = targets("sip:1002@SIM.test");

  const auto& relay = std::get<Relay>(decision);
  ASSERT_EQ(relay.targets.size(), 2u);
  EXPECT_EQ(relay.targets[0].user, "1002");
  EXPECT_EQ(relay.targets[1].user, "second");
}

TEST_F(ProxyTest, TellsUnknownUnregisteredAndIncompleteApart) {
  EXPECT_EQ(status("sip:2000@sim.test"), 404);
  EXPECT_EQ(status("sip:1001@sim.test"), 480);
  EXPECT_EQ(status("sip:10@sim.test"), 484);
  EXPECT_EQ(status("sip:sim.test"), 484);
  EXPECT_EQ(status("tel:2000"), 404);
}

TEST_F(ProxyTest, AnswersOptionsToItselfAndForwardsThoseToUsers) {
  const auto own = targets("sip:sim.test", "OPTIONS");
  EXPECT_EQ(std::get<Answer>(own).status, 200);
  EXPECT_TRUE(std::holds_alternative<Relay>(targets("sip:1002@sim.test", "OPTIONS")));
}

TEST_F(ProxyTest, LeavesForeignRequestUrisAlone) {
  const auto decision = targets("sip:someone@198.51.100.7:5080;x=y");
  EXPECT_EQ(sip::to_string(std::get<Relay>(decision).targets.at(0)),
            "sip:someone@198.51.100.7:5080;x=y");
}

TEST_F(ProxyTest, OwnsItsAddressAtItsPortOnly) {
  EXPECT_TRUE(self_.owns(*sip::parse_uri("sip:10.0.0.9")));
  EXPECT_TRUE(self_.owns(*sip::parse_uri("sip:x@10.0.0.9:5060;lr")));
  EXPECT_FALSE(self_.owns(*sip::parse_uri("sip:10.0.0.9:5070")));
  EXPECT_FALSE(self_.owns(*sip::parse_uri("sip:10.0.0.8")));
}

TEST_F(ProxyTest, RefusesWhatItMayNotForward) {
  EXPECT_EQ(refused(RequestBuilder("INVITE", "sip:1002@sim.test")), 0);
  EXPECT_EQ(refused(RequestBuilder("INVITE", "sip:1002@sim.test").set("Max-Forwards", "0")), 483);
  EXPECT_EQ(refused(RequestBuilder("INVITE", "mailto:a@sim.test")), 416);
  EXPECT_EQ(refused(RequestBuilder("INVITE", "sip:1002@sim.test").add("Proxy-Require", "x")), 420);
}

// RFC 3261 §16.3 step 4: our Via alone is a spiral; our Via and the same routing fields, a loop.
TEST_F(ProxyTest, TellsALoopFromASpiral) {
  RequestBuilder request("INVITE", "sip:1002@sim.test");
  const std::string branch = make_branch(*request.build(), "unique");
  request.add("Via", "SIP/2.0/UDP 10.0.0.9:5060;branch=" + branch);

  EXPECT_EQ(refused(request), 482);
  EXPECT_EQ(refused(request.set("CSeq", "2 INVITE")), 0);

  RequestBuilder elsewhere("INVITE", "sip:1002@sim.test");
  elsewhere.add("Via", "SIP/2.0/UDP 10.0.0.8:5060;branch=" + branch);
  EXPECT_EQ(refused(elsewhere), 0);
}

TEST_F(ProxyTest, RemovesItsOwnRouteAndNoOther) {
  RequestBuilder request("BYE", "sip:1002@10.0.0.2:5062");
  request.add("Route", "<sip:10.0.0.9:5060;lr>").add("Route", "<sip:10.0.0.8;lr>");

  const auto first = remove_own_route(request.build(), self_);
  ASSERT_EQ(first->routes().size(), 1u);
  EXPECT_EQ(first->routes()[0].uri.host, "10.0.0.8");
  EXPECT_EQ(remove_own_route(first, self_), first);
}

// RFC 3261 §16.4: what a strict router before us has made of our Record-Route value.
TEST_F(ProxyTest, UndoesAStrictRouter) {
  RequestBuilder request("BYE", "sip:10.0.0.9:5060;lr");
  request.add("Route", "<sip:10.0.0.8;lr>, <sip:1002@10.0.0.2:5062>");

  const auto restored = remove_own_route(request.build(), self_);

  EXPECT_EQ(restored->request_uri_text(), "sip:1002@10.0.0.2:5062");
  ASSERT_EQ(restored->routes().size(), 1u);
  EXPECT_EQ(restored->routes()[0].uri.host, "10.0.0.8");
}

TEST_F(ProxyTest, ForwardsWithOneHopLessAndItselfInTheRoute) {
  RequestBuilder request("INVITE", "sip:1002@sim.test");
  request.set("Max-Forwards", "10").add("Record-Route", "<sip:10.0.0.8;lr>").add("X-Own", "kept");

  const auto sent =
      forward(*request.build(), *sip::parse_uri("sip:1002@10.0.0.2:5062"), self_).message;

  EXPECT_EQ(sent->request_uri_text(), "sip:1002@10.0.0.2:5062");
  EXPECT_EQ(sent->max_forwards(), 9u);
  ASSERT_EQ(sent->record_routes().size(), 2u);
  EXPECT_EQ(sip::to_string(sent->record_routes()[0]), "<sip:10.0.0.9:5060;lr>");
  EXPECT_EQ(sent->header("X-Own"), "kept");
}

TEST_F(ProxyTest, AddsMaxForwardsAndNoRecordRouteWhereNoDialogBegins) {
  RequestBuilder request("BYE", "sip:1002@10.0.0.2:5062");
  const auto sent = forward(*request.without("Max-Forwards").to("1002", "t").build(),
                            *sip::parse_uri("sip:1002@10.0.0.2:5062"), self_)
                        .message;

  EXPECT_EQ(sent->max_forwards(), 70u);
  EXPECT_TRUE(sent->record_routes().empty());
}

TEST_F(ProxyTest, WritesTheRequestForAStrictRouterNext) {
  RequestBuilder request("BYE", "sip:1002@10.0.0.2:5062");
  request.add("Route", "<sip:10.0.0.7>").add("Route", "<sip:10.0.0.6;lr>");

  const auto out = forward(*request.build(), *sip::parse_uri("sip:1002@10.0.0.2:5062"), self_);
  const auto& sent = out.message;

  EXPECT_EQ(sip::to_string(*out.next_hop), "sip:10.0.0.7");
  EXPECT_EQ(sent->request_uri_text(), "sip:10.0.0.7");
  ASSERT_EQ(sent->routes().size(), 2u);
  EXPECT_EQ(sent->routes()[0].uri.host, "10.0.0.6");
  EXPECT_EQ(sip::to_string(sent->routes()[1].uri), "sip:1002@10.0.0.2:5062");
}

TEST_F(ProxyTest, PrefersTheLowestClassOfFailuresAndA6xxAboveAll) {
  const auto request = RequestBuilder("INVITE", "sip:1002@sim.test").build();
  const auto response = [&](int status) { return sip::Draft::response(*request, status).build(); };
  const auto busy = response(486);
  const auto moved = response(302);
  const auto declined = response(603);

  EXPECT_EQ(better(busy, response(408)), busy);
  EXPECT_EQ(better(busy, moved), moved);
  EXPECT_EQ(better(moved, declined), declined);
  EXPECT_EQ(better(nullptr, busy), busy);
  EXPECT_EQ(better(busy, nullptr), busy);
}

}  // namespace
}  // namespace offhook::sim
