// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/proxy_actor.hpp"

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/sip/digest.hpp"
#include "sim/server.hpp"
#include "sim/virtual_network.hpp"
#include "tests/sim/scripted_phone.hpp"

namespace offhook::sim {
namespace {

using sip::Method;
using testing::Test;

class ProxyActorTest : public Test {
 protected:
  explicit ProxyActorTest(ProxyOptions options = {}) {
    options.users = {{"1001", "one"}, {"1002", "two"}, {"1003", "three"}};
    options.registrar.challenge = false;
    server_ = *Server::start(loop_.system(), network_, at_, std::move(options), random_);
    bob_.register_();
    run(10ms);
    bob_.inbox.clear();
  }
  ~ProxyActorTest() override {
    server_->stop();
    run(1ms);
    EXPECT_EQ(loop_.running_actors(), 0u);
  }
  void run(Instant span) { loop_.run_for(span); }
  void bob_answers_with(std::vector<int> statuses) {
    bob_.on_message = [this, statuses = std::move(statuses)](const sip::Message& message) {
      if (message.is_request() && message.method() == Method::invite)
        for (const int status : statuses) bob_.respond(message, status);
    };
  }

  act::Loop loop_{act::Loop::Virtual{}};
  SeededRandom random_{7};
  VirtualNetwork network_{loop_.timers(), 1, {.delay = 1ms}};
  Endpoint at_ = *Endpoint::parse("10.0.0.9:5060");
  std::unique_ptr<Server> server_;
  ScriptedPhone alice_{network_, "10.0.0.1:5060", at_, "1001"};
  ScriptedPhone bob_{network_, "10.0.0.2:5060", at_, "1002"};
};

TEST_F(ProxyActorTest, CarriesACallFromInviteToBye) {
  bob_answers_with({180, 200});
  alice_.invite("1002");
  run(100ms);
  EXPECT_EQ(alice_.statuses(Method::invite), (std::vector{100, 180, 200}));
  const auto success = alice_.got(Method::invite, 200).at(0);
  ASSERT_EQ(success->record_routes().size(), 1u);

  alice_.send(alice_.in_dialog("ACK", *success, 1));
  alice_.send(alice_.in_dialog("INVITE", *success, 2));
  run(100ms);
  ASSERT_EQ(bob_.got(Method::ack).size(), 1u);
  const auto reinvite = bob_.got(Method::invite).at(1);
  EXPECT_TRUE(reinvite->routes().empty());
  EXPECT_EQ(reinvite->request_uri_text(), "sip:1002@10.0.0.2:5060");

  alice_.send(alice_.in_dialog("BYE", *success, 3));
  run(100ms);
  const auto bye = bob_.got(Method::bye).at(0);
  EXPECT_EQ(bye->max_forwards(), 69u);
  bob_.respond(*bye, 200);
  run(100ms);
  EXPECT_EQ(alice_.statuses(Method::bye), std::vector{200});
}

TEST_F(ProxyActorTest, SendsItsOwn100AndKeepsTheOneFromDownstream) {
  bob_.on_message = [this](const sip::Message& message) { bob_.respond(message, 100); };
  alice_.invite("1002");

  run(2500us);  // there and back to the proxy, but not yet to bob
  EXPECT_EQ(alice_.statuses(Method::invite), std::vector{100});
  run(1s);

  EXPECT_EQ(alice_.statuses(Method::invite), std::vector{100});
}

TEST_F(ProxyActorTest, AcknowledgesAFailureItself) {
  bob_answers_with({486});
  const auto invite = alice_.invite("1002");
  run(100ms);

  EXPECT_EQ(alice_.statuses(Method::invite), (std::vector{100, 486}));
  const auto acks = bob_.got(Method::ack);
  ASSERT_EQ(acks.size(), 1u);
  EXPECT_EQ(acks[0]->top_via().branch, bob_.got(Method::invite).at(0)->top_via().branch);

  // Alice's own ACK ends at the proxy.
  auto ack = alice_.request("ACK", "sip:1002@sim.test").to("1002", "tag1002");
  alice_.send(ack.via("SIP/2.0/UDP 10.0.0.1:5060;branch=" + std::string(invite->top_via().branch)));
  run(100ms);
  EXPECT_EQ(bob_.got(Method::ack).size(), 1u);
}

TEST_F(ProxyActorTest, CancelsHopByHop) {
  bob_.on_message = [this](const sip::Message& message) {
    if (message.method() == Method::invite && message.is_request()) bob_.respond(message, 180);
    if (message.method() != Method::cancel) return;
    bob_.respond(message, 200);
    bob_.respond(*bob_.got(Method::invite).at(0), 487);
  };
  const auto invite = alice_.invite("1002");
  run(100ms);

  alice_.send(sip::make_cancel(*invite).serialize());
  run(100ms);

  EXPECT_EQ(alice_.statuses(Method::cancel), std::vector{200});
  EXPECT_EQ(alice_.statuses(Method::invite), (std::vector{100, 180, 487}));
  EXPECT_EQ(bob_.got(Method::cancel).size(), 1u);
  EXPECT_EQ(bob_.got(Method::ack).size(), 1u);
}

// RFC 3261 §9.1: no CANCEL before a provisional response came from there.
TEST_F(ProxyActorTest, HoldsACancelBackUntilTheFirstProvisional) {
  const auto invite = alice_.invite("1002");
  run(100ms);
  alice_.send(sip::make_cancel(*invite).serialize());
  run(100ms);
  EXPECT_EQ(alice_.statuses(Method::cancel), std::vector{200});
  EXPECT_TRUE(bob_.got(Method::cancel).empty());

  bob_.respond(*bob_.got(Method::invite).at(0), 180);
  run(100ms);

  EXPECT_EQ(bob_.got(Method::cancel).size(), 1u);
}

TEST_F(ProxyActorTest, Answers487ItselfWhenACancelledPhoneIsSilent) {
  bob_answers_with({180});
  const auto invite = alice_.invite("1002");
  run(100ms);
  alice_.send(sip::make_cancel(*invite).serialize());

  run(33s);

  EXPECT_EQ(alice_.statuses(Method::invite).at(2), 487);
}

TEST_F(ProxyActorTest, AnswersForUsersItCannotReach) {
  for (const char* user : {"2000", "1003", "10"}) {
    alice_.send(
        alice_.request("INVITE", "sip:" + std::string(user) + "@sim.test").to(user).call_id(user));
    run(10ms);
  }

  EXPECT_EQ(alice_.statuses(Method::invite), (std::vector{404, 480, 484}));
}

TEST_F(ProxyActorTest, AnswersADeadPhoneWith408AfterTimerB) {
  network_.partition(*IpAddress::parse("10.0.0.2"));
  alice_.invite("1002");

  run(31900ms);
  EXPECT_EQ(alice_.statuses(Method::invite), std::vector{100});
  run(200ms);

  EXPECT_EQ(alice_.statuses(Method::invite).at(1), 408);
}

// RFC 4320 §4.2: a 408 to anything but INVITE would only add to the storm.
TEST_F(ProxyActorTest, SaysNothingWhenANonInviteTimesOut) {
  network_.partition(*IpAddress::parse("10.0.0.2"));
  alice_.send(alice_.request("OPTIONS", "sip:1002@sim.test"));

  run(40s);

  EXPECT_TRUE(alice_.inbox.empty());
}

// RFC 3261 §16.7 step 6: 503 would make the phone leave this proxy.
TEST_F(ProxyActorTest, TurnsUnreachableAndUnavailableInto500) {
  bob_answers_with({503});
  alice_.invite("1002");
  run(100ms);
  EXPECT_EQ(alice_.statuses(Method::invite), (std::vector{100, 500}));

  alice_.send(alice_.request("OPTIONS", "sip:x@nowhere.example"));
  run(100ms);
  EXPECT_EQ(alice_.statuses(Method::options), std::vector{500});
}

TEST_F(ProxyActorTest, RepeatsALostInviteAndPassesEachCopyOfA2xx) {
  int lost = 0;
  network_.set_loss_filter([&](const Endpoint&, const Endpoint& to, std::string_view octets) {
    return to.to_string() == "10.0.0.2:5060" && octets.starts_with("INVITE") && lost++ == 0;
  });
  alice_.invite("1002");
  run(600ms);
  ASSERT_EQ(bob_.got(Method::invite).size(), 1u);

  bob_.respond(*bob_.got(Method::invite).at(0), 200);
  run(500ms);
  bob_.respond(*bob_.got(Method::invite).at(0), 200);
  run(100ms);

  EXPECT_EQ(alice_.got(Method::invite, 200).size(), 2u);
}

TEST_F(ProxyActorTest, AbsorbsRepeatedRequestsOfTheCaller) {
  const auto invite = alice_.invite("1002");
  run(100ms);
  alice_.send(std::string(invite->text()));
  run(100ms);

  EXPECT_EQ(bob_.got(Method::invite).size(), 1u);
  EXPECT_EQ(alice_.statuses(Method::invite), (std::vector{100, 100}));
}

TEST_F(ProxyActorTest, TriesTheNextContactWhenTheBestFails) {
  ScriptedPhone desk(network_, "10.0.0.3:5060", at_, "1002");
  desk.send(desk.request("REGISTER", "sip:sim.test")
                .to("1002")
                .call_id("desk")
                .set("Contact", desk.contact() + ";q=0.5"));
  run(10ms);
  bob_answers_with({180, 486});
  desk.on_message = [&](const sip::Message& message) {
    if (message.method() == Method::invite) desk.respond(message, 200);
  };

  alice_.invite("1002");
  run(100ms);

  EXPECT_EQ(alice_.statuses(Method::invite), (std::vector{100, 180, 200}));
}

TEST_F(ProxyActorTest, StopsForkingAtA6xxAndPrefersIt) {
  ScriptedPhone desk(network_, "10.0.0.3:5060", at_, "1002");
  desk.send(desk.request("REGISTER", "sip:sim.test")
                .to("1002")
                .call_id("desk")
                .set("Contact", desk.contact() + ";q=0.5"));
  run(10ms);
  bob_answers_with({603});

  alice_.invite("1002");
  run(100ms);

  EXPECT_EQ(alice_.statuses(Method::invite), (std::vector{100, 603}));
  EXPECT_TRUE(desk.got(Method::invite).empty());
}

TEST_F(ProxyActorTest, BreaksALoopOfItsOwnBindings) {
  alice_.send(alice_.request("REGISTER", "sip:sim.test")
                  .to("1003")
                  .set("Contact", "<sip:1003@10.0.0.9:5060>"));
  run(10ms);

  alice_.send(alice_.request("INVITE", "sip:1003@sim.test").to("1003").call_id("loop"));
  run(100ms);

  EXPECT_EQ(alice_.statuses(Method::invite), (std::vector{100, 482}));
}

TEST_F(ProxyActorTest, TellsWhoIsRegistered) {
  caf::scoped_actor asker(loop_.system());
  auto asked = asker->request(server_->proxy(), caf::infinite, QueryBindings{"1002"});
  run(1ms);
  asked.receive([](const BindingCount& count) { EXPECT_EQ(count.bindings, 1u); },
                [](const act::error& error) { FAIL() << act::describe(error); });
}

class TimerCTest : public ProxyActorTest {
 protected:
  TimerCTest() : ProxyActorTest(ProxyOptions{.timer_c = 181s}) {}
};

// RFC 3261 §16.8, and §16.7 step 2: each provisional response but 100 begins the wait anew.
TEST_F(TimerCTest, CancelsAPhoneThatRingsForEver) {
  bob_answers_with({180});
  alice_.invite("1002");
  run(100s);
  bob_.respond(*bob_.got(Method::invite).at(0), 180);

  run(180s);
  EXPECT_TRUE(bob_.got(Method::cancel).empty());
  run(2s);

  EXPECT_FALSE(bob_.got(Method::cancel).empty());
}

class AuthenticatingProxyTest : public ProxyActorTest {
 protected:
  AuthenticatingProxyTest() : ProxyActorTest(ProxyOptions{.authenticate_calls = true}) {}

  int invite_with(const std::string& user, const std::string& password) {
    alice_.inbox.clear();
    const std::string uri = "sip:1002@sim.test";
    alice_.send(alice_.request("INVITE", uri).cseq(++cseq_));
    run(50ms);
    const auto refused = alice_.got(Method::invite, 407);
    if (refused.empty()) return 0;
    const auto challenge =
        sip::parse_challenge(*refused[0]->header(sip::HeaderId::proxy_authenticate));
    const auto credentials = sip::answer(*challenge, {.method = "INVITE", .uri = uri},
                                         {.user = user, .password = password}, "abcd", 1);
    alice_.inbox.clear();
    alice_.send(alice_.request("INVITE", uri)
                    .cseq(++cseq_)
                    .add("Proxy-Authorization", sip::to_string(*credentials)));
    run(50ms);
    return alice_.statuses(Method::invite).at(0);
  }
  int cseq_ = 0;
};

TEST_F(AuthenticatingProxyTest, LetsACallerInWithItsOwnPasswordAlone) {
  EXPECT_EQ(invite_with("1001", "wrong"), 407);
  EXPECT_EQ(invite_with("1002", "two"), 403);
  EXPECT_TRUE(bob_.got(Method::invite).empty());

  EXPECT_EQ(invite_with("1001", "one"), 100);
  ASSERT_EQ(bob_.got(Method::invite).size(), 1u);
  EXPECT_FALSE(bob_.got(Method::invite)[0]->has(sip::HeaderId::proxy_authorization));
}

}  // namespace
}  // namespace offhook::sim
