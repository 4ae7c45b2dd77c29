// SPDX-License-Identifier: GPL-3.0-or-later
// Real sockets on the loopback interface, ports chosen by the system.
#include "actors/transport/asio_network.hpp"

#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

namespace offhook::transport {
namespace {

class AsioNetworkTest : public testing::Test {
 protected:
  /// Runs handlers until `done` holds; a second is for machines that are busy.
  bool run_until(const std::function<bool()>& done) {
    boost::asio::steady_timer limit(io, std::chrono::seconds(5));
    const auto expired = std::make_shared<bool>(false);  // its last call comes after we are gone
    limit.async_wait([expired](boost::system::error_code failed) { *expired = !failed; });
    while (!done() && !*expired) io.run_one();
    return done();
  }
  std::unique_ptr<DatagramSocket> bind(const char* address, Network::DatagramHandler handler) {
    auto socket = network.bind(*Endpoint::parse(address), std::move(handler));
    EXPECT_TRUE(socket.ok()) << socket.status();
    return *std::move(socket);
  }

  boost::asio::io_context io;
  AsioNetwork network{io};
  std::vector<std::pair<std::string, Endpoint>> arrived;
  Network::DatagramHandler collect = [this](std::string octets, const Endpoint& from) {
    arrived.emplace_back(std::move(octets), from);
  };
};

TEST_F(AsioNetworkTest, CarriesDatagramsBothWays) {
  const auto a = bind("127.0.0.1:0", collect);
  const auto b = bind("127.0.0.1:0", collect);
  ASSERT_NE(a->local().port, 0);

  ASSERT_TRUE(a->send(b->local(), "to b").ok());
  ASSERT_TRUE(run_until([&] { return arrived.size() == 1; }));
  ASSERT_TRUE(b->send(arrived[0].second, std::string(60000, 'x')).ok());
  ASSERT_TRUE(run_until([&] { return arrived.size() == 2; }));

  EXPECT_EQ(arrived[0], (std::pair<std::string, Endpoint>{"to b", a->local()}));
  EXPECT_EQ(arrived[1].first.size(), 60000u);
  EXPECT_EQ(arrived[1].second, b->local());
}

TEST_F(AsioNetworkTest, TakesABoundedNumberOfDatagramsInOneGo) {
  const auto a = bind("127.0.0.1:0", collect);
  const auto b = bind("127.0.0.1:0", collect);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(a->send(b->local(), "flood").ok());

  std::size_t most = 0;
  while (arrived.size() < 100) {
    const auto before = arrived.size();
    if (io.run_one_for(std::chrono::seconds(5)) == 0) break;
    most = std::max(most, arrived.size() - before);
  }

  EXPECT_EQ(arrived.size(), 100u);
  EXPECT_LE(most, static_cast<std::size_t>(datagrams_per_wakeup));
}

TEST_F(AsioNetworkTest, NamesTheAddressThatIsTaken) {
  const auto a = bind("127.0.0.1:0", collect);

  const auto again = network.bind(a->local(), collect);

  EXPECT_EQ(again.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_NE(again.status().message().find(a->local().to_string()), std::string::npos);
}

// RFC 3261 §18.4: told who is gone, and goes on with the others.
TEST_F(AsioNetworkTest, ReportsAnUnreachablePortAndGoesOn) {
  Endpoint closed;
  {
    const auto gone = bind("127.0.0.1:0", collect);
    closed = gone->local();
  }
  const auto a = bind("127.0.0.1:0", collect);
  const auto b = bind("127.0.0.1:0", collect);
  std::vector<Endpoint> unreachable;
  a->on_unreachable([&](const Endpoint& to) { unreachable.push_back(to); });

  ASSERT_TRUE(a->send(closed, "anybody?").ok());
  ASSERT_TRUE(a->send(b->local(), "still here").ok());
  ASSERT_TRUE(run_until([&] { return !unreachable.empty() && !arrived.empty(); }));
  ASSERT_TRUE(b->send(a->local(), "and back").ok());
  ASSERT_TRUE(run_until([&] { return arrived.size() == 2; }));

  EXPECT_EQ(unreachable, (std::vector{closed}));
}

TEST_F(AsioNetworkTest, CallsNoHandlerOfAClosedSocket) {
  const auto a = bind("127.0.0.1:0", collect);
  auto b = bind("127.0.0.1:0", collect);
  ASSERT_TRUE(a->send(b->local(), "too late").ok());
  b.reset();
  io.poll();

  EXPECT_TRUE(arrived.empty());
}

TEST_F(AsioNetworkTest, MayBeClosedByItsOwnHandler) {
  const auto a = bind("127.0.0.1:0", collect);
  std::unique_ptr<DatagramSocket> b;
  int calls = 0;
  b = bind("127.0.0.1:0", [&](std::string, const Endpoint&) {
    ++calls;
    b.reset();
  });
  ASSERT_TRUE(a->send(b->local(), "one").ok());
  ASSERT_TRUE(a->send(b->local(), "two").ok());
  ASSERT_TRUE(run_until([&] { return calls > 0; }));
  io.poll();

  EXPECT_EQ(calls, 1);
}

TEST_F(AsioNetworkTest, SpeaksIpv6) {
  auto a = network.bind(*Endpoint::parse("[::1]:0"), collect);
  if (!a.ok()) GTEST_SKIP() << "no IPv6 here";
  ASSERT_TRUE((*a)->send((*a)->local(), "to myself").ok());
  ASSERT_TRUE(run_until([&] { return arrived.size() == 1; }));

  EXPECT_EQ(arrived[0].second, (*a)->local());
}

}  // namespace
}  // namespace offhook::transport
