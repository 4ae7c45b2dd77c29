// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/server.hpp"

#include <utility>

#include "actors/transaction/dispatcher_actor.hpp"

namespace offhook::sim {

absl::StatusOr<std::unique_ptr<Server>> Server::start(caf::actor_system& system,
                                                      transport::Network& network,
                                                      const Endpoint& local, ProxyOptions options,
                                                      RandomSource& random,
                                                      transport::StaticResolver::Hosts hosts,
                                                      transport::StreamNetwork* connections) {
  auto transports =
      transport::start_transports(system, {network, connections}, {.sip = {local}}, random);
  if (!transports.ok()) return transports.status();
  const Endpoint bound = transports->begin()->sent_by;
  options.identity.local = bound;
  hosts.emplace(options.identity.domain, bound);

  std::unique_ptr<Server> server(new Server(transport::StaticResolver(std::move(hosts))));
  server->local_ = bound;
  server->transports_ = *std::move(transports);
  server->dispatcher_ =
      system.spawn<transaction::DispatcherActor>(server->transports_, server->resolver_, random);
  server->proxy_ = system.spawn<ProxyActor>(std::move(options), random,
                                            transaction::Dispatcher(server->dispatcher_));
  act::tell_anon(server->dispatcher_, transaction::SetCore{server->proxy_, true});
  return server;
}

Server::~Server() { stop(); }

void Server::stop() {
  act::stop(proxy_);
  act::stop(dispatcher_);
  for (const auto& entry : transports_) act::stop(entry.transport);
  proxy_ = nullptr;
  dispatcher_ = nullptr;
  transports_.clear();
}

}  // namespace offhook::sim
