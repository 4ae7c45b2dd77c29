// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/start_transports.hpp"

#include <algorithm>
#include <utility>

#include "actors/transport/stream_transport_actor.hpp"
#include "actors/transport/transport_actor.hpp"

namespace offhook::transport {
namespace {

/// A port that was free for UDP may be taken for TCP. Then another.
constexpr int port_tries = 16;

class Starter {
 public:
  Starter(caf::actor_system& system, const Networks& networks, RandomSource& random)
      : system_(system), networks_(networks), random_(random) {}

  absl::Status start(const ListenPlan& plan) {
    answers_malformed_ = plan.answers_malformed;
    for (const Endpoint& local : plan.sip) {
      const auto bound = start_sip(local);
      if (!bound.ok()) return bound.status();
      const Endpoint sip = *bound;
      for (const auto& [protocol, network, places] :
           {Kind{Protocol::tls, networks_.tls, plan.tls}, Kind{Protocol::ws, networks_.ws, plan.ws},
            Kind{Protocol::wss, networks_.wss, plan.wss}}) {
        const auto place = std::find_if(places.begin(), places.end(), [&](const Endpoint& each) {
          return each.address.is_v6() == sip.address.is_v6();
        });
        const bool is_heard = place != places.end();
        auto status = start_streams(network, {protocol, is_heard ? *place : sip, is_heard});
        if (!status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  void stop() {
    for (const auto& entry : transports_) act::stop(entry.transport);
    transports_.clear();
  }
  [[nodiscard]] const Transports& transports() const { return transports_; }

 private:
  struct Kind {
    Protocol protocol;
    StreamNetwork* network;
    const std::vector<Endpoint>& places;
  };

  absl::StatusOr<Endpoint> start_sip(const Endpoint& local) {
    absl::Status status;
    for (int i = 0; i < (local.port == 0 ? port_tries : 1); ++i) {
      auto udp = start_transport(system_, networks_.datagrams, local, random_, answers_malformed_);
      if (!udp.ok()) return udp.status();
      status = start_streams(networks_.tcp, {Protocol::tcp, udp->local, true});
      if (status.ok()) {
        transports_.add({Protocol::udp, udp->transport, udp->local});
        return udp->local;
      }
      act::stop(udp->transport);
    }
    return status;
  }

  absl::Status start_streams(StreamNetwork* network, const StreamTransportPlace& place) {
    if (network == nullptr) return absl::OkStatus();
    StreamTransportOptions options;
    options.answers_malformed = answers_malformed_;
    auto bound = start_stream_transport(system_, *network, place, random_, options);
    if (bound.ok())
      transports_.add({place.protocol, bound->transport, bound->local, place.is_heard});
    return bound.status();
  }

  caf::actor_system& system_;
  const Networks& networks_;
  RandomSource& random_;
  Transports transports_;
  bool answers_malformed_ = true;
};

}  // namespace

absl::StatusOr<Transports> start_transports(caf::actor_system& system, const Networks& networks,
                                            const ListenPlan& plan, RandomSource& random) {
  Starter starter(system, networks, random);
  const auto status = starter.start(plan);
  if (status.ok()) return starter.transports();
  starter.stop();
  return status;
}

}  // namespace offhook::transport
