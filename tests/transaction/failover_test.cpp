// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 3263 §4.3: a request goes from hop to hop, and its user sees one transaction.
#include <gtest/gtest.h>

#include "actors/transport/dns_resolver.hpp"
#include "sim/virtual_dns.hpp"
#include "tests/transaction/world.hpp"

namespace offhook::transaction {
namespace {

using Times = std::vector<std::int64_t>;

/// "example.com" leads to three servers, by SRV priority.
class Failover : public ::testing::Test {
 protected:
  Failover() {
    for (const auto& [name, address, priority] :
         {std::tuple{"one.example", "192.0.2.11", 1}, std::tuple{"two.example", "192.0.2.12", 2},
          std::tuple{"three.example", "192.0.2.13", 3}}) {
      dns.add_service("_sip._udp.example.com",
                      {static_cast<std::uint16_t>(priority), 1, 5060, name});
      dns.add_address(name, address);
    }
    world.names = &resolver;
    phone = &world.add_host("192.0.2.1:5060");
    for (const char* address : {"192.0.2.11:5060", "192.0.2.12:5060", "192.0.2.13:5060"})
      servers.push_back(&world.add_peer(address));
  }
  ~Failover() override { world.end(); }

  void send(const RequestShape& shape, int number = 1, std::optional<Instant> patience = {}) {
    auto draft = request_to(phone->address, shape);
    draft.set_request_uri("sip:bob@example.com");
    SendRequest order{draft.build(), branch(number), phone->user};
    order.patience = patience;
    act::tell_anon(phone->dispatcher, std::move(order));
  }
  void answer(std::size_t server, int status, std::string_view header = "",
              std::string_view value = "") {
    Peer& peer = *servers[server];
    ASSERT_FALSE(peer.received.empty());
    auto draft = sip::Draft::response(*peer.received.back(), status, "", "far");
    if (!header.empty()) draft.append(header, value);
    peer.send(phone->address, draft.serialize());
    run(1ms);
  }
  void answer_all(std::size_t server, int status) {
    while (!servers[server]->received.empty()) {
      answer(server, status);
      servers[server]->received.pop_back();
    }
  }
  void run(Instant span) { world.loop.run_for(span); }
  [[nodiscard]] std::size_t arrived(std::size_t server) const {
    return servers[server]->received.size();
  }
  [[nodiscard]] std::string branch_at(std::size_t server) const {
    return std::string(servers[server]->received.back()->top_via().branch);
  }

  World world;
  sim::VirtualDns dns{world.loop.timers()};
  SeededRandom random{11};
  transport::DnsResolver resolver{dns, *world.loop.timers(), random, {.keeps_choice = false}};
  Host* phone = nullptr;
  std::vector<Peer*> servers;
};

TEST_F(Failover, ASilentHopIsLeftAfterThreeTransmissions) {
  send({.method = "INVITE"});
  run(20s);

  EXPECT_EQ(arrived(0), 3u);
  EXPECT_EQ(arrived(1), 3u);
  EXPECT_GT(arrived(2), 3u);  // the last has the whole time
  EXPECT_TRUE(phone->script.failures.empty());
  run(25s);
  ASSERT_EQ(phone->script.failures.size(), 1u);
  EXPECT_EQ(phone->script.failures[0].second.branch, branch(1));
  EXPECT_EQ(phone->script.failures[0].second.failure, Failure::timeout);
  EXPECT_NEAR(static_cast<double>(phone->script.failures[0].first.count()) / 1e9, 39.0, 0.1);
  world.expect_idle();
}

// RFC 3263 §4.3: "the branch ID in the topmost Via header ... MUST be different".
TEST_F(Failover, EachHopHasItsOwnBranchAndTheUserItsOwn) {
  send({.method = "OPTIONS"});
  run(4s);
  ASSERT_EQ(arrived(1), 1u);
  EXPECT_EQ(branch_at(0), branch(1).text);
  EXPECT_NE(branch_at(0), branch_at(1));
  EXPECT_TRUE(branch_at(1).starts_with(sip::magic_cookie));

  answer(1, 200);
  ASSERT_EQ(phone->script.responses.size(), 1u);
  EXPECT_EQ(phone->script.responses[0].second.branch, branch(1));
  answer(0, 200);  // too late
  EXPECT_EQ(phone->script.responses.size(), 1u);
}

// RFC 3263 §4.3: "a 503 error response".
TEST_F(Failover, A503GoesOnToTheNextHopAtOnce) {
  send({.method = "INVITE"});
  run(20ms);
  answer(0, 100);
  answer(0, 503);

  EXPECT_EQ(arrived(0), 2u);  // and its ACK
  EXPECT_EQ(servers[0]->received.back()->method(), sip::Method::ack);
  EXPECT_EQ(servers[0]->received.back()->top_via().branch, branch(1).text);
  ASSERT_EQ(arrived(1), 1u);
  answer(1, 486);
  EXPECT_EQ(phone->script.statuses(), (std::vector{100, 486}));
  EXPECT_EQ(phone->script.responses.back().second.branch, branch(1));
}

TEST_F(Failover, TheLast503ReachesTheUser) {
  send({.method = "OPTIONS"});
  run(20ms);
  for (std::size_t server : {0u, 1u, 2u}) answer(server, 503);
  EXPECT_EQ(phone->script.statuses(), (std::vector{503}));
}

// RFC 3261 §18.4.
TEST_F(Failover, AnUnreachablePortGoesOnAtOnce) {
  world.network.report_unreachable(true);
  servers[0]->socket.reset();
  send({.method = "INVITE"});
  run(20ms);
  ASSERT_EQ(arrived(1), 1u);
  answer(1, 200);
  EXPECT_EQ(phone->script.statuses(), (std::vector{200}));
}

TEST_F(Failover, AHopThatRingsIsKept) {
  send({.method = "INVITE"});
  run(20ms);
  answer(0, 180);
  run(10s);
  answer(0, 503);
  EXPECT_EQ(arrived(1), 0u);
  EXPECT_EQ(phone->script.statuses(), (std::vector{180, 503}));
}

TEST_F(Failover, AProvisionalResponseGivesTheWholeTime) {
  send({.method = "SUBSCRIBE"});
  run(2s);
  answer(0, 100);
  run(28s);
  EXPECT_EQ(arrived(1), 0u);
  EXPECT_TRUE(phone->script.failures.empty());
  run(3s);
  EXPECT_EQ(phone->script.failures.size(), 1u);  // 64*T1 after its begin
}

TEST_F(Failover, CancelReachesTheHopThatRings) {
  send({.method = "INVITE"});
  run(4s);
  answer(1, 180);
  act::tell_anon(phone->dispatcher, CancelInvite{branch(1)});
  run(10ms);

  const auto& cancel = *servers[1]->received.back();
  EXPECT_EQ(cancel.method(), sip::Method::cancel);
  EXPECT_EQ(cancel.top_via().branch, servers[1]->received.front()->top_via().branch);  // §9.1
  answer(1, 200);
  servers[1]->received.pop_back();
  answer(1, 487);
  EXPECT_EQ(phone->script.statuses(), (std::vector{180, 487}));
  run(40s);
  world.expect_idle();
}

// RFC 3261 §13.2.2.4: nobody who takes a call may be left without an ACK.
TEST_F(Failover, ALate200OfAHopThatWasLeftReachesTheUser) {
  send({.method = "INVITE"});
  run(4s);
  answer(1, 180);
  answer(0, 200);
  EXPECT_EQ(phone->script.statuses(), (std::vector{180, 200}));
  EXPECT_EQ(phone->script.responses.back().second.branch, branch(1));
  run(10ms);
  EXPECT_EQ(servers[1]->received.back()->method(), sip::Method::cancel);  // one too many
  answer(0, 200);                                                         // not acknowledged yet
  EXPECT_EQ(phone->script.statuses(), (std::vector{180, 200, 200}));
  servers[1]->received.pop_back();
  answer(1, 487);
  run(80s);
  answer(0, 200);  // after 64*T1 nobody sends one
  EXPECT_EQ(phone->script.statuses(), (std::vector{180, 200, 200, 487}));
}

// The user has its refusal; who takes the call now must be told so by the core.
TEST_F(Failover, ALate200AfterTheRefusalOfTheNextHopIsTheCores) {
  Script script;
  User caller = world.loop.spawn<ScriptedUser>(script);
  auto draft = request_to(phone->address, {.method = "INVITE"});
  draft.set_request_uri("sip:bob@example.com");
  act::tell_anon(phone->dispatcher, SendRequest{draft.build(), branch(1), caller});
  run(4s);
  answer(1, 486);
  answer(0, 200);
  EXPECT_EQ(script.statuses(), (std::vector{486}));
  EXPECT_EQ(phone->script.statuses(), (std::vector{200}));
  act::stop(caller);
}

TEST_F(Failover, AHopThatWasLeftAndRingsAfterAllIsCancelled) {  // §9.1
  send({.method = "INVITE"});
  run(4s);
  answer(0, 180);
  answer(0, 180);
  run(10ms);
  ASSERT_EQ(arrived(0), 4u);  // three INVITEs and one CANCEL
  const auto cancel = servers[0]->received.back();
  EXPECT_EQ(cancel->method(), sip::Method::cancel);
  EXPECT_EQ(cancel->top_via().branch, branch(1).text);
  answer(0, 200);
  servers[0]->received.pop_back();
  answer(0, 487);
  run(10ms);
  EXPECT_EQ(servers[0]->received.back()->method(), sip::Method::ack);  // §17.1.1.3
  EXPECT_TRUE(phone->script.statuses().empty());
  answer(1, 486);
  EXPECT_EQ(phone->script.statuses(), (std::vector{486}));
}

// RFC 5626 §4.5: whoever registered over a connection hears that it is gone.
TEST_F(Failover, AnAcceptedRegisterFailsWhenItsConnectionIsLost) {
  send({.method = "REGISTER"});
  run(20ms);
  answer(0, 200);
  run(40s);  // its transaction is long over
  const transport::SendFailed lost{servers[0]->received.back(), {}, "the peer closed"};
  act::tell_anon(phone->dispatcher, lost);
  act::tell_anon(phone->dispatcher, lost);
  run(1ms);
  ASSERT_EQ(phone->script.failures.size(), 1u);
  EXPECT_EQ(phone->script.failures[0].second.branch, branch(1));
}

TEST_F(Failover, A503AfterACancelIsTheEnd) {
  send({.method = "INVITE"});
  run(20ms);
  answer(0, 100);
  act::tell_anon(phone->dispatcher, CancelInvite{branch(1)});
  run(10ms);
  servers[0]->received.pop_back();
  answer(0, 503);
  EXPECT_EQ(arrived(1), 0u);
  EXPECT_EQ(phone->script.statuses(), (std::vector{100, 503}));
}

TEST_F(Failover, ABadHopIsTriedLastUntilItsTimeIsOver) {
  send({.method = "OPTIONS"}, 1);
  run(4s);
  answer(1, 200);
  run(1s);
  send({.method = "OPTIONS", .call_id = "call-2"}, 2);
  run(20ms);
  EXPECT_EQ(arrived(0), 3u);  // of the first request
  EXPECT_EQ(arrived(1), 2u);
  answer(1, 200);

  run(30s);
  send({.method = "OPTIONS", .call_id = "call-3"}, 3);
  run(20ms);
  EXPECT_EQ(arrived(0), 4u);
  answer(0, 200);
  send({.method = "OPTIONS", .call_id = "call-4"}, 4);
  run(20ms);
  EXPECT_EQ(arrived(0), 5u);  // it is good again
}

// RFC 3261 §21.5.4.
TEST_F(Failover, RetryAfterSaysHowLongAHopIsBad) {
  send({.method = "OPTIONS"}, 1);
  run(20ms);
  answer(0, 503, "Retry-After", "120");
  answer(1, 200);
  run(110s);
  send({.method = "OPTIONS", .call_id = "call-2"}, 2);
  run(20ms);
  EXPECT_EQ(arrived(0), 1u);
  answer(1, 200);
  run(10s);
  send({.method = "OPTIONS", .call_id = "call-3"}, 3);
  run(20ms);
  EXPECT_EQ(arrived(0), 2u);
}

TEST_F(Failover, AllHopsBadIsNoReasonToGiveUp) {
  for (int i = 1; i <= 2; ++i) {
    send({.method = "OPTIONS", .call_id = "call-" + std::to_string(i)}, i);
    run(20ms);
    for (std::size_t server : {0u, 1u, 2u}) answer(server, 503);
  }
  EXPECT_EQ(phone->script.statuses(), (std::vector{503, 503}));
}

TEST_F(Failover, RequestsInADialogStayAtTheHopThatWorked) {
  send({.method = "INVITE"}, 1);
  run(4s);
  answer(1, 200);
  run(40s);  // the first server is no longer bad
  send({.method = "BYE", .cseq = 2, .to_tag = "far"}, 2);
  auto ack = request_to(phone->address, {.method = "ACK", .to_tag = "far"});
  ack.set_request_uri("sip:bob@example.com");
  act::tell_anon(phone->dispatcher, SendAck{ack.build(), branch(3)});
  run(20ms);
  EXPECT_EQ(arrived(0), 3u);
  EXPECT_EQ(arrived(1), 3u);
  answer_all(1, 200);
}

TEST_F(Failover, CredentialsReachTheServerThatAskedForThem) {
  dns.clear();
  for (const char* address : {"192.0.2.11", "192.0.2.12"}) {
    dns.add_service("_sip._udp.example.com", {1, 1, 5060, address});
  }
  for (int i = 0; i < 20; ++i) {
    const std::string call = "call-" + std::to_string(i);
    const auto before = arrived(0);
    send({.method = "OPTIONS", .call_id = call}, 2 * i + 1);
    run(20ms);
    const std::size_t server = arrived(0) > before ? 0 : 1;
    answer(server, 401);
    const auto at_server = arrived(server);
    send({.method = "OPTIONS", .call_id = call, .cseq = 2}, 2 * i + 2);
    run(20ms);
    ASSERT_EQ(arrived(server), at_server + 1);
    answer(server, 200);
  }
  EXPECT_GT(arrived(0), 4u);  // by their weights, both have calls
  EXPECT_GT(arrived(1), 4u);
}

TEST_F(Failover, PatienceEndsASilentRequestEarly) {
  dns.clear();
  dns.add_address("example.com", "192.0.2.11");
  send({.method = "OPTIONS"}, 1, 1500ms);
  run(1600ms);
  ASSERT_EQ(phone->script.failures.size(), 1u);
  EXPECT_EQ(phone->script.failures[0].second.failure, Failure::timeout);
  world.expect_idle();
}

TEST_F(Failover, NobodyIsAskedForAUserThatIsGone) {
  send({.method = "OPTIONS"});
  run(1s);
  act::stop(phone->user);
  run(40s);
  EXPECT_EQ(arrived(1), 0u);
}

// Whole transactions over servers that come and go: every request ends, once.
TEST_F(Failover, EveryRequestEndsOnceWhateverTheServersDo) {
  for (Peer* server : servers)
    world.network.set_link(server->address.address, phone->address.address, {.loss = 0.3});
  SeededRandom chance{77};
  int sent = 0;
  for (int round = 0; round < 60; ++round) {
    const auto dead = chance.next() % 3;
    ++sent;
    send({.method = round % 2 == 0 ? "OPTIONS" : "INVITE", .call_id = "c" + std::to_string(round)},
         sent);
    for (int step = 0; step < 100; ++step) {
      run(500ms);
      for (std::size_t i = 0; i < servers.size(); ++i) {
        auto received = std::exchange(servers[i]->received, {});
        if (i == dead) continue;
        for (const auto& request : received)
          if (request->method() != sip::Method::ack)
            servers[i]->send(phone->address,
                             sip::Draft::response(*request, 404, "", "far").serialize());
      }
    }
  }
  run(70s);
  EXPECT_EQ(phone->script.responses.size() + phone->script.failures.size(),
            static_cast<std::size_t>(sent));
  EXPECT_LE(phone->script.failures.size(), 3u);
  world.expect_idle();
}

TEST(HopBook, IsBounded) {
  HopBook book;
  for (std::uint16_t port = 1; port < 5000; ++port) {
    const transport::Hop hop{transport::Protocol::udp, {IpAddress::v4(192, 0, 2, 1), port}};
    book.failed(hop, 1s);
    book.worked({transport::Protocol::udp, {IpAddress::v4(192, 0, 2, 2), port}},
                HopBook::conversation(std::to_string(port), "sip:a", false), 1s);
  }
  int bad = 0;
  for (std::uint16_t port = 1; port < 5000; ++port)
    bad += book.is_bad({transport::Protocol::udp, {IpAddress::v4(192, 0, 2, 1), port}}, 2s);
  EXPECT_EQ(bad, static_cast<int>(HopBook::most_bad));
}

TEST(HopBook, DoublesTheTimeOfAHopThatFailsAgain) {
  HopBook book;
  const transport::Hop hop{transport::Protocol::udp, {IpAddress::v4(192, 0, 2, 1), 5060}};
  book.failed(hop, 0s);
  EXPECT_TRUE(book.is_bad(hop, 29s));
  EXPECT_FALSE(book.is_bad(hop, 30s));
  book.failed(hop, 30s);
  EXPECT_TRUE(book.is_bad(hop, 89s));
  for (int i = 0; i < 20; ++i) book.failed(hop, 100s);
  EXPECT_FALSE(book.is_bad(hop, 400s));
  book.worked(hop, HopBook::conversation("c", "t", false), 400s);
  book.failed(hop, 400s);
  EXPECT_FALSE(book.is_bad(hop, 430s));
}

}  // namespace
}  // namespace offhook::transaction
