// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/server.hpp"

#include <utility>

#include "actors/transaction/dispatcher_actor.hpp"

namespace offhook::sim {

Server::Server(Surroundings around, ProxyOptions options, transport::StaticResolver::Hosts hosts)
    : around_(around),
      options_(std::move(options)),
      hosts_(std::move(hosts)),
      resolver_(transport::StaticResolver::Hosts{}) {
  if (!options_.registrar.stored) options_.registrar.stored = std::make_shared<Bindings>();
}

absl::StatusOr<std::unique_ptr<Server>> Server::start(caf::actor_system& system,
                                                      transport::Network& network,
                                                      const Endpoint& local, ProxyOptions options,
                                                      RandomSource& random,
                                                      transport::StaticResolver::Hosts hosts,
                                                      transport::StreamNetwork* connections) {
  std::unique_ptr<Server> server(
      new Server({system, network, random, connections}, std::move(options), std::move(hosts)));
  if (auto status = server->open(local); !status.ok()) return status;
  return server;
}

absl::Status Server::open(const Endpoint& local) {
  auto transports = transport::start_transports(
      around_.system, {around_.network, around_.connections}, {.sip = {local}}, around_.random);
  if (!transports.ok()) return transports.status();
  local_ = transports->begin()->sent_by;
  options_.identity.local = local_;
  hosts_.emplace(options_.identity.domain, local_);
  resolver_ = transport::StaticResolver(hosts_);
  transports_ = *std::move(transports);
  dispatcher_ =
      around_.system.spawn<transaction::DispatcherActor>(transports_, resolver_, around_.random);
  proxy_ = around_.system.spawn<ProxyActor>(options_, around_.random,
                                            transaction::Dispatcher(dispatcher_));
  act::tell_anon(dispatcher_, transaction::SetCore{proxy_, true});
  return absl::OkStatus();
}

absl::Status Server::start_again(Memory memory) {
  if (is_running()) return failed_precondition("the server at " + local_.to_string() + " runs");
  if (memory == Memory::lost) options_.registrar.stored->clear();
  return open(local_);
}

Server::~Server() { stop(); }

void Server::set_mailbox(const std::string& user, const Mailbox& box) {
  if (is_running()) act::tell_anon(proxy_, SetMailbox{user, box});
}

void Server::stop() {
  act::stop(proxy_);
  act::stop(dispatcher_);
  for (const auto& entry : transports_) act::stop(entry.transport);
  proxy_ = nullptr;
  dispatcher_ = nullptr;
  transports_.clear();
}

}  // namespace offhook::sim
