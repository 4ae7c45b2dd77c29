// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/server_location.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <gtest/gtest.h>

namespace offhook::transport {
namespace {

using std::chrono::seconds;
using Names = std::vector<std::string>;

constexpr Spoken udp4{Protocol::udp, false}, tcp4{Protocol::tcp, false}, tls4{Protocol::tls, false},
    ws4{Protocol::ws, false}, wss4{Protocol::wss, false}, udp6{Protocol::udp, true};

/// A zone that answers at once.
class ServerLocation : public ::testing::Test {
 protected:
  void add(const std::string& owner, decltype(DnsRecord::data) data, seconds ttl = 300s) {
    zone_.push_back({owner, ttl, std::move(data)});
  }
  void add_address(const std::string& owner, std::string_view address) {
    add(owner, *IpAddress::parse(address));
  }

  Location run(std::string_view uri) {
    const auto target = *sip::parse_uri(uri);
    std::map<DnsQuestion, DnsAnswer> known;
    asked_.clear();
    for (std::size_t round = 0; round < max_location_rounds; ++round) {
      auto location = locate(
          target, spoken_,
          [&](const DnsQuestion& q) {
            const auto found = known.find(q);
            return found == known.end() ? nullptr : &found->second;
          },
          7);
      if (location.missing.empty()) return location;
      for (const auto& question : location.missing) {
        asked_.push_back(std::string(to_string(question.type)) + " " + question.name);
        known[question] = read_reply(question, reply(question));
      }
    }
    ADD_FAILURE() << "too many rounds";
    return {};
  }
  Names hops(std::string_view uri) {
    const auto location = run(uri);
    if (!location.hops.ok()) return {std::string(location.hops.status().message())};
    Names result;
    for (const auto& hop : *location.hops)
      result.push_back(std::string(uri_name(hop.protocol)) + " " + hop.remote.to_string() +
                       (hop.domain.empty() ? "" : " " + hop.domain));
    return result;
  }
  absl::StatusCode code(std::string_view uri) { return run(uri).hops.status().code(); }

  DnsReply reply(const DnsQuestion& question) {
    if (const auto sick = sick_.find(question.type); sick != sick_.end())
      return {sick->second, {}, {}};
    return {DnsOutcome::found, zone_, {}};  // more than was asked for: what is of no use is dropped
  }

  std::vector<Spoken> spoken_{udp4, tcp4, tls4};
  std::vector<DnsRecord> zone_;
  std::map<RecordType, DnsOutcome> sick_;
  Names asked_;
};

// RFC 3263 §4.1, §4.2: "If TARGET is a numeric IP address".
TEST_F(ServerLocation, TakesAddressesWithoutAsking) {
  spoken_.push_back(udp6);
  EXPECT_EQ(hops("sip:bob@192.0.2.1"), (Names{"udp 192.0.2.1:5060"}));
  EXPECT_EQ(hops("sip:192.0.2.1:5070"), (Names{"udp 192.0.2.1:5070"}));
  EXPECT_EQ(hops("sip:192.0.2.1;transport=tcp"), (Names{"tcp 192.0.2.1:5060"}));
  EXPECT_EQ(hops("sips:192.0.2.1"), (Names{"tls 192.0.2.1:5061 192.0.2.1"}));
  EXPECT_EQ(hops("sip:192.0.2.1;transport=TLS"), (Names{"tls 192.0.2.1:5061 192.0.2.1"}));
  EXPECT_EQ(hops("sip:[2001:db8::1]:5070"), (Names{"udp [2001:db8::1]:5070"}));
  EXPECT_EQ(hops("sip:localhost:5070"), (Names{"udp 127.0.0.1:5070", "udp [::1]:5070"}));
  EXPECT_TRUE(asked_.empty());
}

TEST_F(ServerLocation, MaddrIsTheTarget) {
  EXPECT_EQ(hops("sip:bob@example.net;maddr=192.0.2.3"), (Names{"udp 192.0.2.3:5060"}));
}

// RFC 3263 §4.2: "If the TARGET was not a numeric IP address, and a port is present".
TEST_F(ServerLocation, APortAsksForAddressesAlone) {
  add_address("example.net", "192.0.2.1");
  EXPECT_EQ(hops("sip:Example.Net.:5070"), (Names{"udp 192.0.2.1:5070"}));
  EXPECT_EQ(asked_, (Names{"A example.net"}));
  EXPECT_EQ(hops("sips:example.net:5071"), (Names{"tls 192.0.2.1:5071 example.net"}));
}

// The example of RFC 3263 §4.1: TCP before UDP because the order says so, TLS first.
TEST_F(ServerLocation, FollowsNaptrInItsOrder) {
  add("example.com", NaptrRecord{50, 50, "s", "SIPS+D2T", "_sips._tcp.example.com"});
  add("example.com", NaptrRecord{90, 50, "s", "SIP+D2T", "_sip._tcp.example.com"});
  add("example.com", NaptrRecord{100, 50, "s", "SIP+D2U", "_sip._udp.example.com"});
  add("_sips._tcp.example.com", SrvRecord{0, 1, 5061, "server1.example.com"});
  add("_sip._tcp.example.com", SrvRecord{0, 1, 5060, "server1.example.com"});
  add("_sip._tcp.example.com", SrvRecord{1, 1, 5060, "server2.example.com"});
  add("_sip._udp.example.com", SrvRecord{0, 1, 5070, "server2.example.com"});
  add_address("server1.example.com", "192.0.2.1");
  add_address("server2.example.com", "192.0.2.2");

  EXPECT_EQ(hops("sip:user@example.com"),
            (Names{"tls 192.0.2.1:5061 example.com", "tcp 192.0.2.1:5060", "tcp 192.0.2.2:5060",
                   "udp 192.0.2.2:5070"}));
  spoken_ = {udp4};
  EXPECT_EQ(hops("sip:user@example.com"), (Names{"udp 192.0.2.2:5070"}));
  EXPECT_EQ(asked_,
            (Names{"NAPTR example.com", "SRV _sip._udp.example.com", "A server2.example.com"}));
}

// RFC 3263 §4.1: "services fields that do not contain SIPS MUST be discarded" for a sips URI.
TEST_F(ServerLocation, SipsNeverUsesAPlainService) {
  add("example.com", NaptrRecord{10, 50, "s", "SIP+D2T", "_sip._tcp.example.com"});
  add("_sip._tcp.example.com", SrvRecord{0, 1, 5060, "server1.example.com"});
  add("_sips._tcp.example.com", SrvRecord{0, 1, 5061, "server1.example.com"});
  add_address("server1.example.com", "192.0.2.1");

  EXPECT_EQ(hops("sips:example.com"), (Names{"tls 192.0.2.1:5061 example.com"}));
  EXPECT_EQ(hops("sips:example.com;transport=tcp"), (Names{"tls 192.0.2.1:5061 example.com"}));
}

TEST_F(ServerLocation, FindsWebSocketServersByNaptr) {
  spoken_ = {ws4, wss4};
  add("example.com", NaptrRecord{10, 50, "S", "SIPS+D2W", "_sips._ws.example.com"});
  add("example.com", NaptrRecord{20, 50, "s", "SIP+D2W", "_sip._ws.example.com"});
  add("_sips._ws.example.com", SrvRecord{0, 1, 443, "edge.example.com"});
  add("_sip._ws.example.com", SrvRecord{0, 1, 80, "edge.example.com"});
  add_address("edge.example.com", "192.0.2.1");

  EXPECT_EQ(hops("sip:example.com"),
            (Names{"wss 192.0.2.1:443 example.com", "ws 192.0.2.1:80 example.com"}));
  EXPECT_EQ(hops("sips:example.com"), (Names{"wss 192.0.2.1:443 example.com"}));
  EXPECT_EQ(hops("sips:192.0.2.1;transport=ws"), (Names{"wss 192.0.2.1:443 192.0.2.1"}));
}

// RFC 3263 §4.1: "If no NAPTR records are found, the client constructs SRV queries".
TEST_F(ServerLocation, AsksForTheServicesWeSpeakWithoutNaptr) {
  add("_sip._tcp.example.com", SrvRecord{0, 1, 5062, "tcp.example.com"});
  add("_sip._udp.example.com", SrvRecord{0, 1, 5063, "udp.example.com"});
  add_address("tcp.example.com", "192.0.2.1");
  add_address("udp.example.com", "192.0.2.2");

  EXPECT_EQ(hops("sip:example.com"), (Names{"udp 192.0.2.2:5063", "tcp 192.0.2.1:5062"}));
  EXPECT_EQ(hops("sip:example.com;transport=tcp"), (Names{"tcp 192.0.2.1:5062"}));
  EXPECT_EQ(asked_, (Names{"SRV _sip._tcp.example.com", "A tcp.example.com"}));
}

// RFC 3263 §4.2: "If no SRV records were found, the client performs an A or AAAA record lookup".
TEST_F(ServerLocation, FallsBackToTheHostItself) {
  add_address("example.com", "192.0.2.1");
  EXPECT_EQ(hops("sip:example.com"), (Names{"udp 192.0.2.1:5060"}));
  EXPECT_EQ(hops("sips:example.com"), (Names{"tls 192.0.2.1:5061 example.com"}));
  EXPECT_EQ(hops("sip:example.com;transport=tcp"), (Names{"tcp 192.0.2.1:5060"}));
  EXPECT_EQ(code("sip:other.example"), absl::StatusCode::kNotFound);
}

// RFC 2782: "A Target of "." means that the service is decidedly not available at this domain."
TEST_F(ServerLocation, AServiceThatIsDeniedIsNotTriedAtTheHost) {
  add("_sip._udp.example.com", SrvRecord{0, 0, 0, ""});
  add_address("example.com", "192.0.2.1");
  EXPECT_EQ(code("sip:example.com"), absl::StatusCode::kNotFound);
  add("_sip._tcp.example.com", SrvRecord{0, 0, 5060, "example.com"});
  EXPECT_EQ(hops("sip:example.com"), (Names{"tcp 192.0.2.1:5060"}));
}

TEST_F(ServerLocation, UsesBothFamiliesInTurn) {
  spoken_ = {udp6, udp4};
  add_address("example.com", "192.0.2.1");
  add_address("example.com", "192.0.2.2");
  add_address("example.com", "2001:db8::1");
  EXPECT_EQ(hops("sip:example.com:5060"),
            (Names{"udp [2001:db8::1]:5060", "udp 192.0.2.1:5060", "udp 192.0.2.2:5060"}));
  spoken_ = {udp4};
  EXPECT_EQ(hops("sip:example.com:5060"), (Names{"udp 192.0.2.1:5060", "udp 192.0.2.2:5060"}));
  EXPECT_EQ(hops("sip:[2001:db8::1]"), (Names{"no transport of ours reaches [2001:db8::1]"}));
}

TEST_F(ServerLocation, RefusesWhatWeDoNotSpeak) {
  EXPECT_EQ(code("tel:+15551234"), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(code("sip:192.0.2.1;transport=sctp"), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(code("sips:192.0.2.1;transport=udp"), absl::StatusCode::kUnimplemented);
  spoken_ = {udp4};
  EXPECT_EQ(code("sip:example.com;transport=tcp"), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(code("sips:example.com"), absl::StatusCode::kUnimplemented);
  spoken_.clear();
  EXPECT_EQ(code("sip:example.com"), absl::StatusCode::kUnimplemented);
}

TEST_F(ServerLocation, ASickNameServerDoesNotHideWhatItTells) {
  sick_[RecordType::naptr] = DnsOutcome::server_failed;
  add("_sip._udp.example.com", SrvRecord{0, 1, 5063, "udp.example.com"});
  add_address("udp.example.com", "192.0.2.2");
  EXPECT_EQ(hops("sip:example.com"), (Names{"udp 192.0.2.2:5063"}));
  sick_[RecordType::a] = DnsOutcome::server_failed;
  EXPECT_EQ(code("sip:example.com"), absl::StatusCode::kUnavailable);
}

TEST_F(ServerLocation, StopsAtTheFirstQuestionThatNobodyAnswers) {
  sick_[RecordType::naptr] = DnsOutcome::no_reply;
  EXPECT_EQ(code("sip:example.com"), absl::StatusCode::kUnavailable);
  EXPECT_EQ(asked_, (Names{"NAPTR example.com"}));
}

TEST_F(ServerLocation, FollowsAliases) {
  add("example.com", AliasRecord{"Real.example.com"});
  zone_.back() = {"example.com", 300s, AliasRecord{"real.example.com"}};
  add_address("real.example.com", "192.0.2.1");
  EXPECT_EQ(hops("sip:example.com:5060"), (Names{"udp 192.0.2.1:5060"}));
}

TEST_F(ServerLocation, AnAliasCircleEnds) {
  add("a.example", AliasRecord{"b.example"});
  add("b.example", AliasRecord{"a.example"});
  EXPECT_EQ(code("sip:a.example:5060"), absl::StatusCode::kUnavailable);
}

TEST_F(ServerLocation, AnAliasCircleOverSeveralRepliesEnds) {
  const std::vector<Spoken> spoken{udp4};
  std::map<DnsQuestion, DnsAnswer> known;
  for (const auto& [from, to] : std::array<std::pair<const char*, const char*>, 2>{
           {{"a.example", "b.example"}, {"b.example", "a.example"}}}) {
    DnsAnswer& answer = known[{from, RecordType::a}];
    answer.alias = to;
  }
  const auto location = locate(
      *sip::parse_uri("sip:a.example:5060"), spoken,
      [&](const DnsQuestion& q) { return &known.at(q); }, 1);
  EXPECT_EQ(location.hops.status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ServerLocation, ThousandsOfRecordsCostLittle) {
  for (int i = 0; i < 10'000; ++i) {
    add("_sip._udp.example.com", SrvRecord{0, 1, 5060, "s" + std::to_string(i) + ".example.com"});
    add("s" + std::to_string(i) + ".example.com",
        IpAddress::v4(10, 0, static_cast<std::uint8_t>(i / 256), static_cast<std::uint8_t>(i)));
  }
  spoken_ = {udp4};
  EXPECT_EQ(hops("sip:example.com").size(), max_hops);
  EXPECT_LE(asked_.size(), 2 + max_hops);
}

TEST_F(ServerLocation, IgnoresPortZeroAndTheWildcardAddress) {
  add("_sip._udp.example.com", SrvRecord{0, 1, 0, "bad.example.com"});
  add("_sip._udp.example.com", SrvRecord{1, 1, 5060, "worse.example.com"});
  add("_sip._udp.example.com", SrvRecord{2, 1, 5060, "good.example.com"});
  add_address("worse.example.com", "0.0.0.0");
  add_address("good.example.com", "192.0.2.1");
  spoken_ = {udp4};
  EXPECT_EQ(hops("sip:example.com"), (Names{"udp 192.0.2.1:5060"}));
}

TEST_F(ServerLocation, TellsTheShortestTimeToLive) {
  add("example.com", IpAddress::v4(192, 0, 2, 1), 120s);
  EXPECT_EQ(run("sip:example.com:5060").ttl, 120s);
  EXPECT_EQ(run("sip:192.0.2.1").ttl, DnsLimits::ttl);
}

// RFC 2782: "A server MUST attempt to contact the target host with the lowest-numbered priority".
TEST(OrderServices, GoesByPriorityAndThenByWeightedChance) {
  SeededRandom random(3);
  std::map<std::string, int> first;
  for (int i = 0; i < 4000; ++i) {
    const auto order = order_services({{1, 100, 5060, "last"},
                                       {0, 0, 5060, "zero"},
                                       {0, 10, 5060, "ten"},
                                       {0, 30, 5060, "thirty"}},
                                      random);
    ASSERT_EQ(order.back().target, "last");
    ++first[order.front().target];
  }
  EXPECT_NEAR(first["thirty"], 4000 * 30 / 41, 150);
  EXPECT_NEAR(first["ten"], 4000 * 10 / 41, 150);
  EXPECT_GT(first["zero"], 30);  // "a very small chance of being selected"
}

}  // namespace
}  // namespace offhook::transport
