// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

#include "actors/transport/stream_network.hpp"

namespace offhook::transport {

/// One end of a connection and what became of it.
struct StreamEnd {
  std::unique_ptr<StreamConnection> connection;
  std::vector<std::string> pieces;
  bool connected = false;
  std::optional<absl::Status> closed;

  [[nodiscard]] std::string arrived() const {
    std::string all;
    for (const auto& piece : pieces) all += piece;
    return all;
  }
  void start() {
    connection->start({[this] { connected = true; },
                       [this](std::string_view octets) { pieces.emplace_back(octets); },
                       [this](const absl::Status& why) { closed = why; }});
  }
};

/// A listener of one network on the loopback interface, at a port of the system's choice, and
/// connections to it.
class RealStreams : public testing::Test {
 protected:
  /// Runs handlers until `done` holds; the limit is for machines that are busy.
  bool run_until(const std::function<bool()>& done) {
    boost::asio::steady_timer limit(io, std::chrono::seconds(10));
    const auto expired = std::make_shared<bool>(false);  // its last call comes after we are gone
    limit.async_wait([expired](boost::system::error_code failed) { *expired = !failed; });
    while (!done() && !*expired) io.run_one();
    return done();
  }
  void listen(StreamNetwork& network) {
    auto heard = network.listen(*Endpoint::parse("127.0.0.1:0"),
                                [this](std::unique_ptr<StreamConnection> connection) {
                                  accepted.push_back(std::make_unique<StreamEnd>());
                                  accepted.back()->connection = std::move(connection);
                                  accepted.back()->start();
                                });
    ASSERT_TRUE(heard.ok()) << heard.status();
    listener = *std::move(heard);
  }
  std::unique_ptr<StreamEnd> connect(StreamNetwork& network, const std::string& domain) {
    auto end = std::make_unique<StreamEnd>();
    auto connection = network.connect({{}, listener->local(), domain});
    EXPECT_TRUE(connection.ok()) << connection.status();
    end->connection = *std::move(connection);
    end->start();
    return end;
  }
  bool are_connected(const StreamEnd& end) {
    return run_until([&] { return end.connected && !accepted.empty(); });
  }
  /// Why it ended.
  std::string end_of(const StreamEnd& end) {
    if (!run_until([&] { return end.closed.has_value(); })) return "it did not end";
    return end.closed->ok() ? "in good order" : message_of(*end.closed);
  }

  boost::asio::io_context io;
  std::unique_ptr<StreamListener> listener;
  std::vector<std::unique_ptr<StreamEnd>> accepted;
};

}  // namespace offhook::transport
