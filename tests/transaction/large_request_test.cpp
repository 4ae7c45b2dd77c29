// SPDX-License-Identifier: GPL-3.0-or-later
// Requests that are too large for UDP: RFC 3261 §18.1.1.
#include "actors/transport/large_request.hpp"

#include <gtest/gtest.h>

#include "actors/transport/start_transports.hpp"
#include "sim/virtual_stream_network.hpp"
#include "tests/transaction/world.hpp"

namespace offhook::transaction {
namespace {

using transport::Hop;
using transport::prefer_tcp_if_large;
using transport::Protocol;

TEST(PreferTcpIfLarge, PutsTcpBeforeUdpAndLeavesTheRest) {
  const Endpoint here = *Endpoint::parse("192.0.2.1:5060"),
                 far = *Endpoint::parse("192.0.2.2:5070");
  const Endpoint far_v6 = *Endpoint::parse("[2001:db8::2]:5060");
  const transport::Transports both{{Protocol::udp, {}, here}, {Protocol::tcp, {}, here}};
  const Hop udp{Protocol::udp, far}, tcp{Protocol::tcp, far}, tls{Protocol::tls, far, "x"},
      udp_v6{Protocol::udp, far_v6};

  EXPECT_EQ(prefer_tcp_if_large({udp, tls}, 1300, both), (std::vector{udp, tls}));
  EXPECT_EQ(prefer_tcp_if_large({udp, tls}, 1301, both), (std::vector{tcp, udp, tls}));
  EXPECT_EQ(prefer_tcp_if_large({udp_v6}, 9000, both), std::vector{udp_v6});
  EXPECT_EQ(prefer_tcp_if_large({udp}, 9000, {{Protocol::udp, {}, here}}), std::vector{udp});
}

class LargeRequest : public testing::Test {
 protected:
  LargeRequest() {
    auto started =
        transport::start_transports(loop.system(), {network, &streams}, {.sip = {here}}, random);
    EXPECT_TRUE(started.ok());
    transports = *started;
    dispatcher = loop.spawn<DispatcherActor>(transports, resolver, random);
    user = loop.spawn<ScriptedUser>(script);
    socket = *network.bind(far, [this](std::string octets, const Endpoint&) {
      by_udp.push_back(sip::message_or_null(sip::parse_datagram(std::move(octets))));
    });
    loop.run_for(0s);
  }
  ~LargeRequest() override {
    act::stop(user);
    act::stop(dispatcher);
    for (const auto& entry : transports) act::stop(entry.transport);
    user = nullptr;
    dispatcher = nullptr;
    transports.clear();
    connection.reset();
    listener.reset();
    script = {};
    loop.run_for(1s);
    EXPECT_EQ(loop.running_actors(), 0u);
  }
  void listen() {
    listener = *streams.listen(far, [this](std::unique_ptr<transport::StreamConnection> accepted) {
      connection = std::move(accepted);
      connection->start({{}, [this](std::string_view octets) { by_tcp += octets; }, {}});
    });
  }
  /// `octets` of body; over what remains of the header, a request is larger.
  void send(std::size_t octets, const char* param = "") {
    auto draft = request_to(far);
    draft.set_request_uri("sip:bob@" + far.to_string() + param);
    draft.body("text/plain", std::string(octets, 'x'));
    act::tell_anon(dispatcher, SendRequest{draft.build(), branch(1), user});
    loop.run_for(100ms);
  }

  act::Loop loop{act::Loop::Virtual{}};
  sim::VirtualNetwork network{loop.timers()};
  sim::VirtualStreamNetwork streams{loop.timers()};
  SeededRandom random{1};
  transport::StaticResolver resolver;
  Endpoint here = *Endpoint::parse("192.0.2.1:5060"), far = *Endpoint::parse("192.0.2.2:5060");
  transport::Transports transports;
  Dispatcher dispatcher;
  User user;
  Script script;
  std::unique_ptr<transport::DatagramSocket> socket;
  std::unique_ptr<transport::StreamListener> listener;
  std::unique_ptr<transport::StreamConnection> connection;
  std::vector<sip::MessagePtr> by_udp;
  std::string by_tcp;
};

TEST_F(LargeRequest, GoesByTcpAndSaysSo) {
  listen();
  send(1300);

  EXPECT_TRUE(by_udp.empty());
  EXPECT_NE(by_tcp.find("Via: SIP/2.0/TCP 192.0.2.1:5060;branch="), std::string::npos);
}

TEST_F(LargeRequest, IsNotASmallOne) {
  listen();
  send(100);

  EXPECT_EQ(by_udp.size(), 1u);
  EXPECT_EQ(by_tcp, "");
}

TEST_F(LargeRequest, GoesByUdpWhereNobodyListensByTcp) {
  send(1300);

  ASSERT_EQ(by_udp.size(), 1u);
  EXPECT_EQ(by_udp[0]->top_via().transport, "UDP");
  ASSERT_TRUE(
      socket->send(here, sip::Draft::response(*by_udp[0], 200, "", "far").serialize()).ok());
  loop.run_for(100ms);
  EXPECT_EQ(script.statuses(), std::vector{200});
  EXPECT_TRUE(script.failures.empty());
}

TEST_F(LargeRequest, GoesByUdpWhereTheUriSaysSo) {
  listen();
  send(1300, ";transport=udp");

  EXPECT_EQ(by_udp.size(), 1u);
  EXPECT_EQ(by_tcp, "");
}

}  // namespace
}  // namespace offhook::transaction
