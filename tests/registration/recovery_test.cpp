// SPDX-License-Identifier: GPL-3.0-or-later
// A registration over its whole stack, in virtual time, with registrars that die, forget and
// return.
#include <deque>

#include <gtest/gtest.h>

#include "actors/registration/concurrent_registration_actor.hpp"
#include "actors/registration/redundancy.hpp"
#include "actors/registration/registration_actor.hpp"
#include "actors/transport/dns_resolver.hpp"
#include "sim/virtual_dns.hpp"
#include "tests/support/answers.hpp"
#include "tests/transaction/world.hpp"

namespace offhook::registration {
namespace {

using transaction::World;

struct Told {
  std::vector<std::pair<Instant, RegistrationChanged>> changes;
  std::vector<ServerInUse> in_use;
};

class Owner final : public act::actor<RegistrationOwner> {
 public:
  Owner(caf::actor_config& config, Told& told) : actor(config), told_(told) {}
  behavior_type make_behavior() override {
    return {[this](const RegistrationChanged& m) { told_.changes.emplace_back(now(), m); },
            [this](const ServerInUse& m) { told_.in_use.push_back(m); }};
  }

 private:
  Told& told_;
};

/// A registrar that can be told how to behave.
class Registrar {
 public:
  Registrar(World& world, std::string_view address)
      : world_(world), address_(*Endpoint::parse(address)) {
    start();
  }

  void start() {
    auto bound = world_.network.bind(address_, [this](std::string octets, const Endpoint& from) {
      const auto request = sip::message_or_null(sip::parse_datagram(std::move(octets)));
      ASSERT_NE(request, nullptr);
      receive(*request, from);
    });
    ASSERT_TRUE(bound.ok());
    socket_ = *std::move(bound);
  }
  void die() { socket_.reset(); }
  /// A crash and a start in one: what it knew is gone.
  void restart() { bindings.clear(); }

  std::vector<std::pair<Instant, sip::MessagePtr>> received;
  std::map<std::string, int> bindings;  ///< contact URI to expires
  int status = 200;                     ///< of REGISTER
  std::vector<std::pair<std::string, std::string>> headers;
  std::function<void(sip::Draft&, const sip::Message&, const Endpoint&)> write;

  [[nodiscard]] std::size_t count(std::string_view method) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        received, [&](const auto& r) { return r.second->method_text() == method; }));
  }
  [[nodiscard]] const sip::Message& last(std::string_view method) const {
    for (auto r = received.rbegin(); r != received.rend(); ++r)
      if (r->second->method_text() == method) return *r->second;
    throw std::runtime_error("never came");
  }

 private:
  void receive(const sip::Message& request, const Endpoint& from) {
    received.emplace_back(world_.loop.now(),
                          sip::message_or_null(sip::parse_datagram(std::string(request.text()))));
    const bool registers = request.method() == sip::Method::register_;
    auto answer = sip::Draft::response(request, registers ? status : 200, "", "reg");
    if (registers && status == 200) {
      for (const auto& contact : request.contacts()) {
        if (contact.is_star) {
          bindings.clear();
          continue;
        }
        const auto uri = sip::to_string(contact.address.uri);
        const int expires = static_cast<int>(contact.expires().value_or(3600));
        if (expires == 0)
          bindings.erase(uri);
        else
          bindings[uri] = expires;
      }
      for (const auto& [uri, expires] : bindings)
        answer.append("Contact", "<" + uri + ">;expires=" + std::to_string(expires));
    }
    for (const auto& [name, value] : headers) answer.append(name, value);
    if (write) write(answer, request, from);
    (void)socket_->send(from, answer.serialize());
  }

  World& world_;
  Endpoint address_;
  std::unique_ptr<transport::DatagramSocket> socket_;
};

class Recovery : public ::testing::Test {
 protected:
  Recovery() {
    for (const auto& [name, address, priority] :
         {std::tuple{"one.example", "192.0.2.11", 1}, std::tuple{"two.example", "192.0.2.12", 2}}) {
      dns.add_service("_sip._udp.example.net",
                      {static_cast<std::uint16_t>(priority), 1, 5060, name}, 60s);
      dns.add_address(name, address, 60s);
    }

    account.aor = "sip:alice@example.net";
    account.password = "secret";
    account.expires = 600s;
    account.upkeep.keep_alive = 30s;
    account.upkeep.recovery = 2s;
    account.servers = {server("sip:192.0.2.11")};
  }
  ~Recovery() override {
    for (auto& registration : registrations) act::stop(registration);
    registrations.clear();
    act::stop(owner);
    owner = nullptr;
    for (auto& registrar : registrars) registrar.die();
    run(60s);  // questions to dead name servers end
    world.end();
  }
  static sip::RegistrarServer server(std::string uri) {
    sip::RegistrarServer server;
    server.uri = std::move(uri);
    server.expires = 600s;
    return server;
  }
  void two_servers(sip::FailbackMode mode = sip::FailbackMode::when_it_answers) {
    account.servers = {server("sip:192.0.2.11"), server("sip:192.0.2.12")};
    account.servers[0].failback_mode = mode;
    account.servers[0].failback_timeout = 120s;
  }
  void start(Instant span = 100ms) {
    if (!owner) owner = world.loop.spawn<Owner>(told);
    RegistrationContext context{phone.dispatcher,           owner, random, account,
                                "sip:alice@192.0.2.1:5060", "",    {},     contact_for};
    Registration registration;
    if (account.upkeep.concurrent)
      registration = world.loop.spawn<ConcurrentRegistrationActor>(std::move(context));
    else
      registration = world.loop.spawn<RegistrationActor>(std::move(context));
    registrations.push_back(registration);
    act::tell_anon(registrations.back(), Register{});
    run(span);
  }
  void run(Instant span) { world.loop.run_for(span); }
  [[nodiscard]] RegistrationState state() const { return told.changes.back().second.state; }
  [[nodiscard]] bool registered() const { return state() == RegistrationState::registered; }
  [[nodiscard]] std::string used() const { return told.in_use.back().server; }
  void busy(bool is_busy) {
    act::tell_anon(registrations.back(), PhoneBusy{is_busy});
    run(1ms);
  }

  World world;
  sim::VirtualDns dns{world.loop.timers()};
  SeededRandom choice{1};
  transport::DnsResolver resolver{dns, *world.loop.timers(), choice};
  transaction::Host& phone = [this]() -> transaction::Host& {
    world.names = &resolver;
    return world.add_host("192.0.2.1:5060");
  }();
  std::deque<Registrar> registrars = [this] {
    std::deque<Registrar> result;
    result.emplace_back(world, "192.0.2.11:5060");
    result.emplace_back(world, "192.0.2.12:5060");
    return result;
  }();
  Registrar& first = registrars[0];
  Registrar& second = registrars[1];
  SeededRandom random{3};
  sip::Account account;
  std::function<std::string(const sip::RegistrarServer&)> contact_for;
  Told told;
  RegistrationOwner owner;
  std::vector<Registration> registrations;
};

// RFC 3261 §10.2: no REGISTER before the one under way has its answer.
TEST_F(Recovery, ARefreshWaitsForTheAnswerToAQuestion) {
  account.upkeep.keep_alive = 570s;
  world.network.set_link({.delay = 20ms});
  start();
  run(1s);
  ASSERT_TRUE(registered());
  const auto before = first.received.size();
  world.loop.oversleep(595s);  // both are due
  run(1s);

  ASSERT_EQ(first.received.size(), before + 2);
  EXPECT_TRUE(first.received[before].second->contacts().empty());
  EXPECT_FALSE(first.received[before + 1].second->contacts().empty());
  EXPECT_LT(first.received[before].second->cseq().number,
            first.received[before + 1].second->cseq().number);
  EXPECT_LT(first.received[before].first, first.received[before + 1].first);
  EXPECT_TRUE(registered());
}

TEST(Redundancy, TheFirstThatHasUsIsTheBest) {
  using enum RegistrationState;
  const auto best = [](std::initializer_list<RegistrationState> states) {
    return best_of(std::vector<RegistrationState>(states));
  };
  EXPECT_EQ(best({registered, registered}), 0u);
  EXPECT_EQ(best({failed, registered}), 1u);
  EXPECT_EQ(best({registering, registered}), 1u);
  EXPECT_EQ(best({failed, registering}), 1u);
  EXPECT_EQ(best({failed, failed}), 0u);
}

TEST_F(Recovery, ConcurrentServersHaveUsAtOnceAndTheFirstIsUsed) {
  two_servers();
  account.upkeep.concurrent = true;
  start();
  EXPECT_EQ(first.bindings.size(), 1u);
  EXPECT_EQ(second.bindings.size(), 1u);
  EXPECT_TRUE(registered());
  EXPECT_EQ(told.changes.back().second.account_id, account.id);
  EXPECT_EQ(told.in_use.back().account_id, account.id);
  EXPECT_EQ(used(), account.servers[0].uri);
  EXPECT_EQ(told.in_use.back().outbound_proxy, "sip:192.0.2.11;lr");
}

TEST_F(Recovery, OfConcurrentServersTheOtherIsUsedAsItIsWhenOneFails) {
  two_servers();
  account.upkeep.concurrent = true;
  start();
  const auto before = told.changes.size();
  first.die();
  run(60s);
  EXPECT_TRUE(registered());
  EXPECT_EQ(used(), account.servers[1].uri);
  EXPECT_EQ(second.bindings.size(), 1u);
  for (auto i = before; i < told.changes.size(); ++i)  // it had us all the time
    EXPECT_EQ(told.changes[i].second.state, RegistrationState::registered);

  first.start();
  run(120s);
  EXPECT_EQ(used(), account.servers[0].uri);
}

TEST_F(Recovery, ConcurrentServersAreAllLeft) {
  two_servers();
  account.upkeep.concurrent = true;
  start();
  act::tell_anon(registrations.back(), Unregister{});
  run(1s);
  EXPECT_TRUE(first.bindings.empty());
  EXPECT_TRUE(second.bindings.empty());
  EXPECT_EQ(state(), RegistrationState::unregistered);
}

TEST_F(Recovery, TellsWhichHardwareAndLineItIsWhereAServerWantsToKnow) {
  account.upkeep.mac = "00:00:5e:00:53:01";
  account.upkeep.line = 2;
  start();
  EXPECT_EQ(first.last("REGISTER").header("Mac"), "00:00:5e:00:53:01");
  EXPECT_EQ(first.last("REGISTER").header("Line"), "2");
}

TEST_F(Recovery, ItsContactFollowsTheServerInUse) {  // RFC 3261 §8.1.1.8
  two_servers();
  account.servers[1].uri = "sip:192.0.2.12;transport=udp";
  contact_for = [](const sip::RegistrarServer& server) {
    return server.uri.ends_with("udp") ? "sip:alice@192.0.2.1:5060;transport=udp"
                                       : "sip:alice@192.0.2.1:5060";
  };
  start();
  EXPECT_TRUE(first.bindings.contains("sip:alice@192.0.2.1:5060"));
  first.die();
  run(90s);
  ASSERT_EQ(used(), account.servers[1].uri);
  EXPECT_TRUE(second.bindings.contains("sip:alice@192.0.2.1:5060;transport=udp"));
  EXPECT_EQ(told.in_use.back().contact_uri, "sip:alice@192.0.2.1:5060;transport=udp");
}

// ---- a registrar that forgets or dies ----

TEST_F(Recovery, ARestartedRegistrarIsNoticedWithin60Seconds) {
  start();
  ASSERT_TRUE(registered());
  run(100s);
  const auto before = first.count("REGISTER");
  EXPECT_GE(before, 4u);  // it was asked for the binding meanwhile
  first.restart();
  run(31s);
  EXPECT_EQ(first.bindings.size(), 1u);
  EXPECT_EQ(first.last("REGISTER").contacts().size(), 1u);
}

TEST_F(Recovery, ARegistrarThatListsNothingIsPingedWithOptions) {
  first.write = [](sip::Draft& answer, const sip::Message&, const Endpoint&) {
    answer.remove_all("Contact");
  };
  start();
  run(100s);
  EXPECT_EQ(first.count("REGISTER"), 1u);
  EXPECT_GE(first.count("OPTIONS"), 3u);
  first.die();
  run(60s);
  EXPECT_FALSE(registered());
}

TEST_F(Recovery, IsRegisteredWithin2SecondsAfterAnOutage) {
  start();
  for (const Instant outage : {40000ms, 61300ms, 90700ms, 200000ms, 900100ms, 7200300ms}) {
    run(100s);
    first.die();
    run(outage);
    EXPECT_FALSE(registered()) << outage.count();
    first.restart();
    first.start();
    run(2s);
    EXPECT_TRUE(registered()) << outage.count();
    EXPECT_EQ(first.bindings.size(), 1u);
  }
}

TEST_F(Recovery, AShortOutageIsOverWithin2SecondsOfItsEndOnceItWasNoticed) {
  for (int i = 0; i < 40; ++i) {
    if (i == 0) start();
    run(100s);
    first.die();
    while (registered()) run(50ms);  // noticed by the keep-alive
    run(150ms * i);
    first.restart();
    first.start();
    run(2s);
    EXPECT_TRUE(registered()) << i;
  }
}

TEST_F(Recovery, ARegistrarThatIsDownAtTheStartIsFoundWithin2Seconds) {
  first.die();
  start(17s);
  EXPECT_EQ(state(), RegistrationState::registering);
  first.start();
  run(2s);
  EXPECT_TRUE(registered());
}

TEST_F(Recovery, ANetworkThatIsGoneForAWhileNeedsNoUser) {
  start();
  for (int day = 0; day < 20; ++day) {
    world.network.partition(IpAddress::v4(192, 0, 2, 1));
    run(10min);
    EXPECT_FALSE(registered());
    world.network.partition(IpAddress::v4(192, 0, 2, 1), false);
    run(2s);
    EXPECT_TRUE(registered());
    run(1h);
  }
}

// A server that answers OPTIONS but no REGISTER is sick: probes must not make it worse.
TEST_F(Recovery, ProbesDoNotHammerARegistrarThatIsStuck) {
  start();
  world.network.set_loss_filter([](const Endpoint&, const Endpoint& to, std::string_view text) {
    return text.starts_with("REGISTER") && to.address == IpAddress::v4(192, 0, 2, 11);
  });
  run(1h);
  int registers = 0;
  for (const auto& sent : world.sent) registers += sent.text.starts_with("REGISTER");
  EXPECT_LT(registers, 400);  // 3600 s, at most every 30 s with up to 11 transmissions, then less
}

TEST_F(Recovery, AFleetDoesNotComeBackInOneMoment) {
  for (int i = 0; i < 50; ++i) start(1ms);
  run(100s);
  first.die();
  run(10min);
  first.received.clear();
  first.start();
  run(2s);
  std::map<std::int64_t, int> per_100ms;
  for (const auto& [at, request] : first.received)
    if (request->method() == sip::Method::register_) ++per_100ms[at / 100ms];
  int peak = 0, all = 0;
  for (const auto& [at, count] : per_100ms) {
    peak = std::max(peak, count);
    all += count;
  }
  EXPECT_GE(all, 50);
  EXPECT_LT(peak, 20);
}

TEST_F(Recovery, TheFirstRegisterOfAFleetIsSpread) {
  account.upkeep.surge = 60s;
  for (int i = 0; i < 20; ++i) start(1ms);
  run(1s);
  EXPECT_LT(first.count("REGISTER"), 5u);
  run(60s);
  EXPECT_GE(first.count("REGISTER"), 20u);
}

// ---- several servers ----

TEST_F(Recovery, AnotherServerTakesOverWhenTheFirstDies) {
  two_servers();
  start();
  EXPECT_EQ(used(), "sip:192.0.2.11");
  run(100s);
  first.die();
  run(40s);
  EXPECT_TRUE(registered());
  EXPECT_EQ(used(), "sip:192.0.2.12");
  EXPECT_EQ(told.changes.back().second.server, "sip:192.0.2.12");
  EXPECT_EQ(second.bindings.size(), 1u);
}

TEST_F(Recovery, RetryCountsSaysHowOftenASilentServerIsAsked) {
  two_servers();
  account.servers[0].retry_counts = 2;
  first.die();
  start(5s);
  int sent = 0;
  for (const auto& s : world.sent) sent += s.text.starts_with("REGISTER sip:192.0.2.11");
  EXPECT_EQ(sent, 2);
  EXPECT_TRUE(registered());
}

TEST_F(Recovery, AServerThatFailsLeadsToTheNextAtOnce) {
  two_servers();
  first.status = 500;
  start();
  EXPECT_TRUE(registered());
  EXPECT_EQ(used(), "sip:192.0.2.12");
}

TEST_F(Recovery, AServerThatRefusesUsDoesNot) {
  two_servers();
  first.status = 403;
  start(20min);
  EXPECT_EQ(state(), RegistrationState::failed);
  EXPECT_EQ(second.received.size(), 0u);
  EXPECT_LE(first.count("REGISTER"), 4u);  // not hammered
  EXPECT_GE(told.changes.back().second.retry_in, 5min);
}

TEST_F(Recovery, CallsMayWaitForTheRegistrationOrNot) {
  two_servers();
  account.servers[1].register_on_enable = true;
  first.die();
  start(3600ms);
  ASSERT_GE(told.in_use.size(), 2u);
  EXPECT_FALSE(told.in_use[0].may_be_used);
  EXPECT_TRUE(told.in_use[1].may_be_used);

  told.in_use.clear();
  account.servers[1].register_on_enable = false;
  start(3600ms);
  EXPECT_TRUE(told.in_use[0].may_be_used);
}

TEST_F(Recovery, GoesBackWhenTheFirstServerAnswersAgain) {
  two_servers();
  first.die();
  start(20s);
  ASSERT_EQ(used(), "sip:192.0.2.12");
  busy(true);
  run(5min);
  EXPECT_EQ(used(), "sip:192.0.2.12");
  first.start();
  run(32s);
  EXPECT_EQ(used(), "sip:192.0.2.11");
  EXPECT_TRUE(registered());
  EXPECT_EQ(
      std::ranges::count_if(
          told.changes, [](const auto& c) { return c.second.state == RegistrationState::failed; }),
      0);
}

TEST_F(Recovery, GoesBackAfterATimeButOnlyWhenIdle) {
  two_servers(sip::FailbackMode::after_a_time);
  first.die();
  start(20s);
  first.start();
  busy(true);
  run(5min);
  EXPECT_EQ(used(), "sip:192.0.2.12");
  busy(false);
  run(1s);
  EXPECT_EQ(used(), "sip:192.0.2.11");
}

TEST_F(Recovery, ACallLongerThanARefreshDoesNotPutTheReturnOff) {
  two_servers(sip::FailbackMode::after_a_time);
  first.die();
  start(20s);
  first.start();
  busy(true);
  run(20min);  // two refreshes
  EXPECT_EQ(used(), "sip:192.0.2.12");
  busy(false);
  run(1s);
  EXPECT_EQ(used(), "sip:192.0.2.11");
}

TEST_F(Recovery, GoesBackAtTheRenewal) {
  two_servers(sip::FailbackMode::at_renewal);
  first.die();
  start(20s);
  first.start();
  run(500s);
  EXPECT_EQ(used(), "sip:192.0.2.12");
  run(60s);
  EXPECT_EQ(used(), "sip:192.0.2.11");
}

TEST_F(Recovery, ARenewalThatTheFirstServerDoesNotAnswerStays) {
  two_servers(sip::FailbackMode::at_renewal);
  first.die();
  start(30min);
  EXPECT_TRUE(registered());
  EXPECT_EQ(used(), "sip:192.0.2.12");
  EXPECT_EQ(told.changes.size(), 3u);  // registering, at the other, registered: never in doubt
}

TEST_F(Recovery, GoesBackWhenTheDnsAnswersAreOver) {
  two_servers(sip::FailbackMode::dns_ttl);
  first.die();
  start(20s);
  first.start();
  run(200s);
  EXPECT_EQ(used(), "sip:192.0.2.12");
  run(100s);  // nobody knows the time here, so five minutes
  EXPECT_EQ(used(), "sip:192.0.2.11");
}

TEST_F(Recovery, AFailbackThatFailsChangesNothing) {
  two_servers(sip::FailbackMode::after_a_time);
  first.die();
  start(1h);
  EXPECT_TRUE(registered());
  EXPECT_EQ(used(), "sip:192.0.2.12");
  EXPECT_EQ(told.in_use.size(), 1u);
  EXPECT_EQ(told.in_use[0].outbound_proxy, "sip:192.0.2.12;lr");
}

TEST_F(Recovery, WhicheverServerComesBackFirstIsUsed) {
  two_servers();
  first.die();
  second.die();
  start(3min);
  EXPECT_EQ(state(), RegistrationState::failed);
  second.start();
  run(2s);
  EXPECT_TRUE(registered());
  EXPECT_EQ(used(), "sip:192.0.2.12");
}

TEST_F(Recovery, UnregistersWhereItIsRegistered) {
  two_servers();
  first.die();
  start(20s);
  const auto gone =
      offhook::testing::ask<RegistrationChanged>(world.loop, registrations[0], Unregister{});
  run(100ms);
  ASSERT_TRUE(*gone);
  EXPECT_EQ(second.bindings.size(), 0u);
}

// ---- one server by name, two behind it ----

TEST_F(Recovery, AnotherServerOfTheSameNameTakesOver) {
  account.servers = {server("sip:example.net")};
  start();
  EXPECT_EQ(first.bindings.size(), 1u);
  run(100s);
  first.die();
  run(45s);
  EXPECT_TRUE(registered());
  EXPECT_EQ(second.bindings.size(), 1u);
  EXPECT_EQ(told.changes.size(), 2u);  // it was never in doubt
}

TEST_F(Recovery, DeadNameServersDoNoHarmToAPhoneThatKnowsItsWay) {
  account.servers = {server("sip:example.net")};
  start();
  dns.set_health(transport::DnsOutcome::no_reply);
  run(3h);
  EXPECT_TRUE(registered());
  EXPECT_EQ(told.changes.size(), 2u);
  first.die();
  run(100s);
  EXPECT_TRUE(registered());
  EXPECT_EQ(second.bindings.size(), 1u);
}

TEST_F(Recovery, NameServersThatAreDeadAtTheStartAreWaitedFor) {
  account.servers = {server("sip:example.net")};
  dns.set_health(transport::DnsOutcome::no_reply);
  start(5min);
  EXPECT_FALSE(registered());
  dns.set_health(transport::DnsOutcome::found);
  run(7s);  // the last question still waits for the dead server
  EXPECT_TRUE(registered());
}

// ---- what a registrar tells ----

// RFC 3327 §5.1, RFC 3608 §6.1.
TEST_F(Recovery, TakesTheServiceRouteOfEach200) {
  first.headers = {{"Service-Route", "<sip:edge.example.net;lr>, <sip:home.example.net;lr>"},
                   {"Path", "<sip:edge.example.net;lr>"}};
  start();
  EXPECT_TRUE(first.last("REGISTER").lists(sip::HeaderId::supported, "path"));
  EXPECT_EQ(told.in_use.back().service_route,
            (std::vector<std::string>{"sip:edge.example.net;lr", "sip:home.example.net;lr"}));
  first.headers.clear();
  first.restart();
  run(60s);
  EXPECT_TRUE(told.in_use.back().service_route.empty());
}

// RFC 5626 §4.2.1, §4.3, §4.4.
TEST_F(Recovery, OffersOutboundAndKeepsItsFlowAsOftenAsAsked) {
  account.instance_id = sip::instance_urn("desk 1");
  account.upkeep.outbound = true;
  first.headers = {{"Require", "outbound"}, {"Flow-Timer", "10"}};
  start();
  const auto contact = *first.last("REGISTER").contact();
  EXPECT_EQ(contact.address.param("reg-id"), "1");
  EXPECT_EQ(contact.address.param("+sip.instance"), "\"<" + account.instance_id + ">\"");
  EXPECT_TRUE(first.last("REGISTER").lists(sip::HeaderId::supported, "outbound"));
  EXPECT_EQ(told.in_use.back().contact_uri, "sip:alice@192.0.2.1:5060;ob");
  const auto before = first.count("REGISTER");
  run(60s);
  EXPECT_GE(first.count("REGISTER"), before + 6);
}

// RFC 3581 §4 seen from the client.
TEST_F(Recovery, PutsTheAddressThatTheRegistrarSeesIntoItsContact) {
  account.upkeep.learn_address = true;
  first.write = [](sip::Draft& answer, const sip::Message& request, const Endpoint&) {
    auto via = std::string(*request.header(sip::HeaderId::via));
    via.replace(via.find(";rport"), 6, ";rport=40000");
    answer.set("Via", via + ";received=203.0.113.9");
  };
  start();
  EXPECT_TRUE(registered());
  EXPECT_EQ(first.bindings, (std::map<std::string, int>{{"sip:alice@203.0.113.9:40000", 600}}));
  EXPECT_EQ(told.in_use.back().contact_uri, "sip:alice@203.0.113.9:40000");
  EXPECT_EQ(first.count("REGISTER"), 2u);
}

TEST_F(Recovery, FollowsARedirectionButNotForEver) {
  first.status = 302;
  first.headers = {{"Contact", "<sip:192.0.2.12>"}};
  start();
  EXPECT_TRUE(registered());
  EXPECT_EQ(second.last("REGISTER").request_uri_text(), "sip:192.0.2.12");

  second.status = 301;
  second.headers = {{"Contact", "<sip:192.0.2.11>"}};
  told.changes.clear();
  first.received.clear();
  start();
  EXPECT_EQ(state(), RegistrationState::failed);
  EXPECT_LE(first.received.size(), 3u);
}

// A redirection proves nothing: whoever it leads to gets no digest to guess the password from.
TEST_F(Recovery, SendsNoCredentialsToAHostThatIsNotOurs) {
  first.status = 302;
  first.headers = {{"Contact", "<sip:192.0.2.12>"}};
  second.status = 401;
  second.headers = {
      {"WWW-Authenticate", "Digest realm=\"example.net\", nonce=\"n\", qop=\"auth\""}};
  start(1s);
  EXPECT_EQ(state(), RegistrationState::failed);
  EXPECT_FALSE(second.last("REGISTER").has(sip::HeaderId::authorization));
}

TEST_F(Recovery, SendsNoCredentialsToAnotherRealm) {
  account.realm = "example.net";
  first.status = 401;
  first.headers = {
      {"WWW-Authenticate", "Digest realm=\"evil.example\", nonce=\"n\", qop=\"auth\""}};
  start(1s);
  EXPECT_EQ(first.count("REGISTER"), 1u);
  EXPECT_EQ(state(), RegistrationState::failed);
}

TEST_F(Recovery, RemovesAllBindingsOfAFormerLifeFirst) {
  account.upkeep.unregister_at_start = true;
  first.bindings["sip:alice@192.0.2.99:5060"] = 300;
  start();
  EXPECT_TRUE(registered());
  EXPECT_EQ(first.bindings.size(), 1u);
  EXPECT_TRUE(first.bindings.contains("sip:alice@192.0.2.1:5060"));
  EXPECT_TRUE(first.received.front().second->contacts().front().is_star);
}

}  // namespace
}  // namespace offhook::registration
