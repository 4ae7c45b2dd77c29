// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/dns_resolver.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "sim/virtual_dns.hpp"

namespace offhook::transport {
namespace {

using std::chrono::seconds;

class DnsResolverTest : public ::testing::Test {
 protected:
  DnsResolverTest() {
    dns.add_service("_sip._udp.example.com", {0, 1, 5061, "one.example.com"}, 60s);
    dns.add_service("_sip._udp.example.com", {1, 1, 5062, "two.example.com"}, 60s);
    dns.add_address("one.example.com", "192.0.2.1", 60s);
    dns.add_address("two.example.com", "192.0.2.2", 60s);
  }
  /// The hops as text, or the status; "" while there is no answer.
  std::shared_ptr<std::string> start(std::string_view uri) {
    auto into = std::make_shared<std::string>();
    resolver.resolve(*sip::parse_uri(uri), [into](absl::StatusOr<std::vector<Hop>> hops) {
      if (!hops.ok()) {
        *into = std::string(absl::StatusCodeToString(hops.status().code()));
        return;
      }
      for (const auto& hop : *hops) *into += (into->empty() ? "" : " ") + hop.remote.to_string();
    });
    return into;
  }
  std::string resolve(std::string_view uri, Instant within = 30s) {
    const auto result = start(uri);
    loop.run_for(within);
    return *result;
  }

  act::Loop loop{act::Loop::Virtual{}};
  sim::VirtualDns dns{loop.timers()};
  SeededRandom random{5};
  DnsResolver resolver{dns, *loop.timers(), random};
  const std::string both = "192.0.2.1:5061 192.0.2.2:5062";
};

TEST_F(DnsResolverTest, AsksUntilItKnowsTheWay) {
  EXPECT_EQ(resolve("sip:example.com", 100ms), both);
  EXPECT_EQ(dns.asked().size(), 4u);  // NAPTR, SRV, and both addresses in one round
  EXPECT_EQ(resolve("sip:nobody.example", 100ms), "NOT_FOUND");
}

TEST_F(DnsResolverTest, AsksAgainWhenTheTimeToLiveIsOver) {
  resolve("sip:example.com", 1s);
  EXPECT_EQ(resolver.time_to_live(*sip::parse_uri("sip:example.com")), 60s);
  resolve("sip:example.com", 50s);
  EXPECT_EQ(dns.asked().size(), 4u);
  EXPECT_EQ(resolve("sip:example.com", 30s), both);
  EXPECT_EQ(dns.asked().size(), 4u);
  EXPECT_EQ(resolve("sip:example.com", 1s), both);
  EXPECT_EQ(dns.asked().size(), 8u);  // that there is no NAPTR was to be kept as long
}

TEST_F(DnsResolverTest, ATimeToLiveOfZeroHoldsForOneRequest) {
  dns.add_address("zero.example", "192.0.2.9", 0s);
  EXPECT_EQ(resolve("sip:zero.example:5060"), "192.0.2.9:5060");
  EXPECT_EQ(resolve("sip:zero.example:5060"), "192.0.2.9:5060");
  EXPECT_EQ(dns.asked().size(), 2u);
}

// RFC 2308 §5.
TEST_F(DnsResolverTest, RemembersThatThereIsNothing) {
  resolve("sip:nobody.example:5060", 10s);
  resolve("sip:nobody.example:5060", 10s);
  EXPECT_EQ(dns.asked().size(), 1u);
  loop.run_for(60s);
  resolve("sip:nobody.example:5060", 10s);
  EXPECT_EQ(dns.asked().size(), 2u);
}

// RFC 8767.
TEST_F(DnsResolverTest, UsesOldAnswersWhileTheServersAreDead) {
  resolve("sip:example.com", 90s);
  dns.set_health(DnsOutcome::no_reply);
  EXPECT_EQ(resolve("sip:example.com", 20s), both);
  const auto asked = dns.asked().size();
  EXPECT_EQ(resolve("sip:example.com", 1ms), both);  // not asked again for a while
  EXPECT_EQ(dns.asked().size(), asked);
  EXPECT_EQ(resolve("sip:unheard.example", 30s), "UNAVAILABLE");
  loop.run_for(25h);
  EXPECT_EQ(resolve("sip:example.com", 30s), "UNAVAILABLE");

  dns.set_health(DnsOutcome::found);
  EXPECT_EQ(resolve("sip:example.com", 30s), both);
}

TEST_F(DnsResolverTest, AsksEachQuestionOnceForAllWhoWait) {
  const auto first = start("sip:example.com");
  const auto second = start("sip:example.com");
  loop.run_for(1s);
  EXPECT_EQ(*first, both);
  EXPECT_EQ(*second, both);
  EXPECT_EQ(dns.asked().size(), 4u);
}

TEST_F(DnsResolverTest, APhoneStaysAtOneOfEqualServersAndManyPhonesSpread) {
  dns.add_service("_sip._udp.farm.example", {1, 1, 5060, "one.example.com"});
  dns.add_service("_sip._udp.farm.example", {1, 1, 5060, "two.example.com"});
  std::map<std::string, int> chosen;
  for (int phone = 0; phone < 40; ++phone) {
    DnsResolver own(dns, *loop.timers(), random);
    std::set<std::string> firsts;
    for (int request = 0; request < 5; ++request) {
      own.resolve(*sip::parse_uri("sip:farm.example"),
                  [&](const auto& hops) { firsts.insert(hops->front().remote.to_string()); });
      loop.run_for(100s);
    }
    EXPECT_EQ(firsts.size(), 1u);
    ++chosen[*firsts.begin()];
  }
  EXPECT_GT(chosen["192.0.2.1:5060"], 8);
  EXPECT_GT(chosen["192.0.2.2:5060"], 8);
}

TEST_F(DnsResolverTest, SurvivesItsOwnEndWhileItAsks) {
  auto other = std::make_unique<DnsResolver>(dns, *loop.timers(), random);
  bool answered = false;
  other->resolve(*sip::parse_uri("sip:example.com"), [&](const auto&) { answered = true; });
  other.reset();
  loop.run_for(1s);
  EXPECT_FALSE(answered);
}

TEST_F(DnsResolverTest, StaticRecordsStandInForDeadServers) {
  const std::vector<DnsRecord> records{{"one.example.com", 300s, IpAddress::v4(198, 51, 100, 1)}};
  DnsResolver fallback(dns, *loop.timers(), random, {.static_records = records});
  DnsResolver first(dns, *loop.timers(), random,
                    {.static_records = records, .prefer_static = true});
  const auto ask = [&](DnsResolver& asked) {
    std::string result;
    asked.resolve(*sip::parse_uri("sip:one.example.com:5060"),
                  [&](const auto& hops) { result = hops->front().remote.to_string(); });
    loop.run_for(30s);
    return result;
  };

  EXPECT_EQ(ask(fallback), "192.0.2.1:5060");
  EXPECT_EQ(ask(first), "198.51.100.1:5060");
  dns.set_health(DnsOutcome::no_reply);
  loop.run_for(25h);
  EXPECT_EQ(ask(fallback), "198.51.100.1:5060");
}

TEST(DnsCache, IsBounded) {
  DnsCache cache;
  for (int i = 0; i < 5000; ++i)
    cache.put({"n" + std::to_string(i), RecordType::a},
              {.outcome = DnsOutcome::nothing, .ttl = 60s}, Instant{i});
  EXPECT_EQ(cache.size(), DnsCache::capacity);
  EXPECT_NE(cache.find({"n4999", RecordType::a}, 1s), nullptr);
}

}  // namespace
}  // namespace offhook::transport
