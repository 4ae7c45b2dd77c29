// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/server.hpp"

#include <utility>

#include "actors/transaction/dispatcher_actor.hpp"
#include "actors/transport/transport_actor.hpp"

namespace offhook::sim {

absl::StatusOr<std::unique_ptr<Server>> Server::start(caf::actor_system& system,
                                                      transport::Network& network,
                                                      const Endpoint& local, ProxyOptions options,
                                                      RandomSource& random,
                                                      transport::StaticResolver::Hosts hosts) {
  auto bound = transport::start_transport(system, network, local, random);
  if (!bound.ok()) return bound.status();
  options.identity.local = bound->local;
  hosts.emplace(options.identity.domain, bound->local);

  std::unique_ptr<Server> server(new Server(transport::StaticResolver(std::move(hosts))));
  server->local_ = bound->local;
  server->transport_ = bound->transport;
  server->dispatcher_ = system.spawn<transaction::DispatcherActor>(
      server->transport_, server->local_, server->resolver_, random);
  act::tell_anon(server->transport_, transport::DeliverTo{server->dispatcher_});
  server->proxy_ = system.spawn<ProxyActor>(std::move(options), random,
                                            transaction::Dispatcher(server->dispatcher_));
  act::tell_anon(server->dispatcher_, transaction::SetCore{server->proxy_, true});
  return server;
}

Server::~Server() { stop(); }

void Server::stop() {
  act::stop(proxy_);
  act::stop(dispatcher_);
  act::stop(transport_);
  proxy_ = nullptr;
  dispatcher_ = nullptr;
  transport_ = nullptr;
}

}  // namespace offhook::sim
