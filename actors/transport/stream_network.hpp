// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"

namespace offhook::transport {

/// What becomes of a connection. Each is called on the loop's thread, never inside a call of the
/// owner, and may destroy the connection.
struct StreamHandlers {
  std::function<void()> connected;  ///< not for accepted ones, which are connected already
  /// In order, cut anywhere. The view holds until the handler returns.
  std::function<void(std::string_view octets)> arrived;
  /// Once, and the last: OK if the peer or `finish` closed it in good order; DeadlineExceeded if it
  /// was idle, or not connected in time; Unavailable for all else, with the system's words.
  std::function<void(const absl::Status& why)> closed;
};

/// A connection of octets in order, or of whole messages where the network says so; closed at once
/// by destruction, after which no handler is called.
class StreamConnection {
 public:
  virtual ~StreamConnection() = default;

  /// Connects, if need be, and reads from now on. Once.
  virtual void start(StreamHandlers handlers) = 0;
  /// Its port is 0 until it is connected.
  [[nodiscard]] virtual Endpoint local() const = 0;
  [[nodiscard]] virtual Endpoint remote() const = 0;
  /// Never waits: what the peer does not take yet is queued, also before the connection is there.
  /// ResourceExhausted if the queue has no room for all of it, none of which is then sent;
  /// FailedPrecondition once it is closed or finished.
  virtual absl::Status send(std::string_view octets) = 0;
  /// Octets given to `send` that have not left; also known once it is closed.
  [[nodiscard]] virtual std::size_t unsent() const = 0;
  /// A last word before the end: once all that was queued has left, the peer is told that no more
  /// will come, and has `StreamLimits::connect` to close. `closed` follows; `arrived` does not.
  virtual void finish() = 0;
};

/// Hears connections until it is destroyed; those accepted before go on.
class StreamListener {
 public:
  virtual ~StreamListener() = default;
  [[nodiscard]] virtual Endpoint local() const = 0;
};

/// What one connection may cost, and all that a listener has accepted.
struct StreamLimits {
  std::size_t queued_octets = std::size_t{256} * 1024;  ///< four of the longest messages
  /// No octet either way: closed. RFC 3261 §18 wants it open at least for a transaction, 64*T1;
  /// RFC 5626 §4.4.1 has keep-alives after 95 to 120 s.
  std::chrono::milliseconds idle = std::chrono::minutes(5);
  std::chrono::milliseconds connect = std::chrono::seconds(10);
  std::size_t accepted = 64;  ///< more are closed at once: a phone has few callers
};

/// From which address to where. Unspecified: the system chooses.
struct StreamRoute {
  IpAddress from;
  Endpoint to;
  std::string domain{};  ///< as in `Hop`
};

/// Connections as an interface, like `Network` for datagrams.
class StreamNetwork {
 public:
  virtual ~StreamNetwork() = default;

  /// Unavailable if there is no socket to be had, or `from` is not ours; whether the peer answers
  /// is for the handlers.
  virtual absl::StatusOr<std::unique_ptr<StreamConnection>> connect(const StreamRoute& route) = 0;

  using AcceptHandler = std::function<void(std::unique_ptr<StreamConnection>)>;
  /// Port 0 takes a free one. The error names the address and why.
  virtual absl::StatusOr<std::unique_ptr<StreamListener>> listen(const Endpoint& local,
                                                                 AcceptHandler accepted) = 0;
};

}  // namespace offhook::transport
