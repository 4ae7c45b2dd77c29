// SPDX-License-Identifier: GPL-3.0-or-later
// Real sockets on the loopback interface, ports chosen by the system, short times.
#include "actors/transport/asio_stream_network.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

namespace offhook::transport {
namespace {

using namespace std::chrono_literals;

/// One end of a connection and what became of it.
struct End {
  std::unique_ptr<StreamConnection> connection;
  std::string arrived;
  bool connected = false;
  std::optional<absl::Status> closed;

  void start() {
    connection->start({.connected = [this] { connected = true; },
                       .arrived = [this](std::string_view octets) { arrived += octets; },
                       .closed = [this](const absl::Status& why) { closed = why; }});
  }
};

class AsioStreamNetworkTest : public testing::Test {
 protected:
  /// Runs handlers until `done` holds; the limit is for machines that are busy.
  bool run_until(const std::function<bool()>& done) {
    boost::asio::steady_timer limit(io, 10s);
    const auto expired = std::make_shared<bool>(false);  // its last call comes after we are gone
    limit.async_wait([expired](boost::system::error_code failed) { *expired = !failed; });
    while (!done() && !*expired) io.run_one();
    return done();
  }

  void listen(StreamLimits limits = {}) {
    auto heard = AsioStreamNetwork(io, limits)
                     .listen(*Endpoint::parse("127.0.0.1:0"),
                             [this](std::unique_ptr<StreamConnection> connection) {
                               accepted.push_back(std::make_unique<End>());
                               accepted.back()->connection = std::move(connection);
                               accepted.back()->start();
                             });
    ASSERT_TRUE(heard.ok()) << heard.status();
    listener = *std::move(heard);
  }

  std::unique_ptr<End> connect(StreamLimits limits = {}) {
    auto end = std::make_unique<End>();
    end->connection = *AsioStreamNetwork(io, limits).connect({.from = {}, .to = listener->local()});
    end->start();
    return end;
  }

  boost::asio::io_context io;
  std::unique_ptr<StreamListener> listener;
  std::vector<std::unique_ptr<End>> accepted;
};

TEST_F(AsioStreamNetworkTest, CarriesOctetsBothWays) {
  listen();
  const auto end = connect();
  ASSERT_TRUE(end->connection->send("sent before it is connected; ").ok());
  ASSERT_TRUE(run_until([&] { return end->connected && accepted.size() == 1; }));

  ASSERT_TRUE(end->connection->send("and after").ok());
  ASSERT_TRUE(accepted[0]->connection->send(std::string(200000, 'x')).ok());
  ASSERT_TRUE(run_until(
      [&] { return accepted[0]->arrived.size() == 38 && end->arrived.size() == 200000; }));

  EXPECT_EQ(accepted[0]->arrived, "sent before it is connected; and after");
  EXPECT_EQ(end->connection->remote(), listener->local());
  EXPECT_EQ(accepted[0]->connection->local(), listener->local());
  EXPECT_EQ(accepted[0]->connection->remote(), end->connection->local());
  EXPECT_FALSE(end->closed || accepted[0]->closed);
}

TEST_F(AsioStreamNetworkTest, TellsThatThePeerClosed) {
  listen();
  const auto end = connect();
  ASSERT_TRUE(run_until([&] { return accepted.size() == 1; }));

  accepted[0]->connection.reset();
  ASSERT_TRUE(run_until([&] { return end->closed.has_value(); }));

  EXPECT_TRUE(end->closed->ok());
  EXPECT_FALSE(accepted[0]->closed);  // nothing is heard of what one closes oneself
  EXPECT_EQ(end->connection->send("x").code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(AsioStreamNetworkTest, TellsThatNobodyListens) {
  listen();
  const Endpoint gone = listener->local();
  listener.reset();
  End end;
  end.connection = *AsioStreamNetwork(io).connect({.from = {}, .to = gone});
  end.start();

  ASSERT_TRUE(run_until([&] { return end.closed.has_value(); }));

  EXPECT_FALSE(end.connected);
  EXPECT_EQ(end.closed->code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(end.closed->message().find(gone.to_string()), std::string::npos);
}

TEST_F(AsioStreamNetworkTest, DeliversTheLastWordBeforeItFinishes) {
  listen();
  const auto end = connect();
  ASSERT_TRUE(end->connection->send(std::string(100, 'q')).ok());
  ASSERT_TRUE(run_until([&] { return accepted.size() == 1 && !accepted[0]->arrived.empty(); }));
  End& server = *accepted[0];

  ASSERT_TRUE(end->connection->send("unread when the server closes").ok());
  ASSERT_TRUE(server.connection->send(std::string(200000, 'x')).ok());
  server.connection->finish();
  ASSERT_TRUE(run_until([&] { return end->closed.has_value(); }));
  end->connection.reset();
  ASSERT_TRUE(run_until([&] { return server.closed.has_value(); }));

  EXPECT_EQ(end->arrived.size(), 200000u);
  EXPECT_TRUE(end->closed->ok());
  EXPECT_TRUE(server.closed->ok());
  EXPECT_EQ(server.connection->send("x").code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(AsioStreamNetworkTest, WaitsNotForEverForAPeerThatKeepsAFinishedConnection) {
  listen({.connect = 20ms});
  const auto end = connect();
  ASSERT_TRUE(run_until([&] { return accepted.size() == 1; }));

  accepted[0]->connection->finish();
  ASSERT_TRUE(run_until([&] { return accepted[0]->closed.has_value(); }));

  EXPECT_TRUE(accepted[0]->closed->ok());
}

TEST_F(AsioStreamNetworkTest, QueuesNoMoreThanItMay) {
  listen({.queued_octets = 100});
  const auto end = connect();
  ASSERT_TRUE(run_until([&] { return accepted.size() == 1; }));
  StreamConnection& connection = *accepted[0]->connection;

  EXPECT_TRUE(connection.send(std::string(60, 'a')).ok());
  EXPECT_EQ(connection.send(std::string(41, 'b')).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(connection.send(std::string(40, 'c')).ok());
  ASSERT_TRUE(run_until([&] { return end->arrived.size() == 100; }));
  io.poll();

  EXPECT_EQ(end->arrived, std::string(60, 'a') + std::string(40, 'c'));
  EXPECT_TRUE(connection.send(std::string(100, 'd')).ok());  // there is room again
}

TEST_F(AsioStreamNetworkTest, ClosesAnIdleConnection) {
  listen({.idle = 20ms});
  const auto end = connect();

  ASSERT_TRUE(run_until([&] { return end->closed.has_value(); }));

  EXPECT_EQ(accepted.at(0)->closed->code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(end->closed->ok());
}

TEST_F(AsioStreamNetworkTest, AcceptsNoMoreThanItMayUntilOneHasGone) {
  listen({.accepted = 2});
  const auto first = connect();
  const auto second = connect();
  ASSERT_TRUE(run_until([&] { return accepted.size() == 2; }));
  const auto third = connect();
  ASSERT_TRUE(run_until([&] { return third->closed.has_value(); }));

  EXPECT_EQ(accepted.size(), 2u);
  accepted[0]->connection.reset();
  const auto fourth = connect();
  EXPECT_TRUE(run_until([&] { return accepted.size() == 3; }));
}

TEST_F(AsioStreamNetworkTest, MayBeDestroyedByItsOwnHandlers) {
  listen();
  const auto end = connect();
  ASSERT_TRUE(run_until([&] { return accepted.size() == 1; }));
  std::unique_ptr<StreamConnection> other =
      *AsioStreamNetwork(io).connect({.from = {}, .to = listener->local()});
  StreamConnection& kept = *other;
  int calls = 0;
  kept.start({.connected = {},
              .arrived =
                  [&](std::string_view) {
                    ++calls;
                    other.reset();
                  },
              .closed = [&](const absl::Status&) { ++calls; }});
  ASSERT_TRUE(run_until([&] { return accepted.size() == 2; }));

  ASSERT_TRUE(accepted[1]->connection->send("one").ok());
  ASSERT_TRUE(run_until([&] { return accepted[1]->closed.has_value(); }));

  EXPECT_EQ(calls, 1);
}

TEST_F(AsioStreamNetworkTest, ConnectsFromTheAddressItIsGiven) {
  listen();
  const IpAddress other = IpAddress::v4(127, 0, 0, 2);
  End end;
  end.connection = *AsioStreamNetwork(io).connect({other, listener->local()});
  EXPECT_EQ(end.connection->local().port, 0);
  end.start();
  ASSERT_TRUE(run_until([&] { return end.connected && accepted.size() == 1; }));

  EXPECT_EQ(end.connection->local().address, other);
  EXPECT_EQ(accepted[0]->connection->remote(), end.connection->local());
}

TEST_F(AsioStreamNetworkTest, NamesTheAddressThatIsTaken) {
  listen();

  const auto again = AsioStreamNetwork(io).listen(listener->local(), nullptr);

  EXPECT_EQ(again.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_NE(again.status().message().find(listener->local().to_string()), std::string::npos);
}

}  // namespace
}  // namespace offhook::transport
