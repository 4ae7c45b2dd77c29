// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "actors/base/endpoint.hpp"
#include "actors/base/random_source.hpp"
#include "actors/base/status.hpp"
#include "actors/transport/network.hpp"
#include "actors/transport/resolver.hpp"
#include "actors/transport/start_transports.hpp"
#include "sim/proxy_actor.hpp"

namespace offhook::sim {

/// A SIP server at work: socket, transaction layer, proxy and registrar. Stop it and let the loop
/// run before it is destroyed or starts again: its actors borrow from it.
class Server {
 public:
  /// Binds `local`, whose address stands in Via and Record-Route, so it must be one that phones can
  /// reach. `options.identity.local` is filled in; `hosts` adds names to the server's own domain.
  /// System, networks and `random` are borrowed; `connections` adds TCP.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<Server>> start(
      caf::actor_system& system, transport::Network& network, const Endpoint& local,
      ProxyOptions options, RandomSource& random, transport::StaticResolver::Hosts hosts = {},
      transport::StreamNetwork* connections = nullptr);

  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] const Endpoint& local() const { return local_; }
  [[nodiscard]] const Proxy& proxy() const { return proxy_; }

  /// What waits for a user; those who subscribed hear of it.
  void set_mailbox(const std::string& user, const Mailbox& box);

  /// Ends the actors without a word to anyone: it has died. May be called twice.
  void stop();
  [[nodiscard]] bool is_running() const { return proxy_ != nullptr; }

  /// What a server that comes back still knows of its users; of calls it knows nothing.
  enum class Memory : std::uint8_t { kept, lost };
  /// The same server at the same address. Fails while the loop has not run since `stop`.
  absl::Status start_again(Memory memory);

 private:
  struct Surroundings {
    caf::actor_system& system;
    transport::Network& network;
    RandomSource& random;
    transport::StreamNetwork* connections;
  };
  Server(Surroundings around, ProxyOptions options, transport::StaticResolver::Hosts hosts);
  absl::Status open(const Endpoint& local);

  Surroundings around_;
  ProxyOptions options_;
  transport::StaticResolver::Hosts hosts_;
  transport::StaticResolver resolver_;
  Endpoint local_;
  transport::Transports transports_;
  transaction::WholeDispatcher dispatcher_;
  Proxy proxy_;
};

}  // namespace offhook::sim
