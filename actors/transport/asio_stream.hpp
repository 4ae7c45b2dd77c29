// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "actors/transport/stream_network.hpp"
#include "actors/transport/wire.hpp"

namespace offhook::transport {

/// A wire on a socket that is, or will be, connected.
using MakeWire =
    std::function<std::unique_ptr<Wire>(boost::asio::ip::tcp::socket socket, Role role)>;

/// The queue, the timers and the end that connections of every kind share. Real time.
[[nodiscard]] absl::StatusOr<std::unique_ptr<StreamConnection>> connect_wire(
    boost::asio::io_context& io, const StreamRoute& route, const StreamLimits& limits,
    const MakeWire& make);
/// Connections are handed over once they were greeted.
[[nodiscard]] absl::StatusOr<std::unique_ptr<StreamListener>> listen_for_wires(
    boost::asio::io_context& io, const Endpoint& local, const StreamLimits& limits, MakeWire make,
    StreamNetwork::AcceptHandler accepted);

}  // namespace offhook::transport
