// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "actors/base/random_source.hpp"
#include "actors/transport/dns.hpp"
#include "actors/transport/network.hpp"
#include "actors/transport/stream_network.hpp"
#include "sim/record/script.hpp"
#include "sim/record/wire_forms.hpp"

namespace offhook::sim::record {

// The world of a replay: it answers as it did then, and what the phone sends is compared. `deliver`
// brings one recorded input; one for something that is not there this time changes nothing. The
// script is borrowed.

class ReplayingNetwork final : public transport::Network {
 public:
  explicit ReplayingNetwork(Script& script) : script_(script) {}
  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> bind(const Endpoint& local,
                                                                  DatagramHandler arrived) override;
  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> join(const IpAddress& local,
                                                                  const Endpoint& group,
                                                                  DatagramHandler arrived) override;
  void deliver(const DatagramIn& datagram);
  void deliver(const Unreachable& unreachable);

  struct Ends {
    DatagramHandler arrived;
    transport::DatagramSocket::UnreachableHandler unreachable;
  };

 private:
  Script& script_;
  std::map<std::uint32_t, std::weak_ptr<Ends>> sockets_;
  std::uint32_t next_ = 0;
};

class ReplayingStreamNetwork final : public transport::StreamNetwork {
 public:
  ReplayingStreamNetwork(Script& script, std::uint8_t network)
      : script_(script), network_(network) {}
  absl::StatusOr<std::unique_ptr<transport::StreamConnection>> connect(
      const transport::StreamRoute& route) override;
  absl::StatusOr<std::unique_ptr<transport::StreamListener>> listen(
      const Endpoint& local, AcceptHandler accepted) override;
  void deliver(const StreamIn& in);

  struct Ends {
    transport::StreamHandlers handlers;
    Endpoint local, remote;
  };

 private:
  std::unique_ptr<transport::StreamConnection> make(std::uint32_t number, const Endpoint& local,
                                                    const Endpoint& remote);

  Script& script_;
  std::uint8_t network_;
  std::map<std::uint32_t, std::weak_ptr<Ends>> connections_;
  std::map<std::uint32_t, std::weak_ptr<AcceptHandler>> listeners_;
  std::uint32_t next_listener_ = 0;
};

class ReplayingDnsClient final : public transport::DnsClient {
 public:
  explicit ReplayingDnsClient(Script& script) : script_(script) {}
  void ask(const transport::DnsQuestion& question, Answer answer) override;
  void deliver(const DnsCame& came);

 private:
  Script& script_;
  std::map<std::uint32_t, Answer> asked_;
  std::uint32_t next_ = 0;
};

class ReplayingRandom final : public RandomSource {
 public:
  explicit ReplayingRandom(Script& script) : script_(script) {}
  std::uint64_t next() override;

 private:
  Script& script_;
};

}  // namespace offhook::sim::record
