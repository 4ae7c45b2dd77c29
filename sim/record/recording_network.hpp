// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/base/random_source.hpp"
#include "actors/transport/dns.hpp"
#include "actors/transport/network.hpp"
#include "actors/transport/stream_network.hpp"
#include "sim/record/recorder.hpp"

namespace offhook::sim::record {

// What stands between a phone that is recorded and the world. All borrow the thing below and the
// recorder, and must not end before the phone.

class RecordingNetwork final : public transport::Network {
 public:
  RecordingNetwork(transport::Network& below, Recorder& recorder)
      : below_(below), recorder_(recorder) {}
  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> bind(const Endpoint& local,
                                                                  DatagramHandler arrived) override;

  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> join(const IpAddress& local,
                                                                  const Endpoint& group,
                                                                  DatagramHandler arrived) override;

 private:
  using Socket = std::unique_ptr<transport::DatagramSocket>;
  using Open = std::function<absl::StatusOr<Socket>(DatagramHandler arrived)>;
  absl::StatusOr<Socket> open(const Open& open_below, DatagramHandler arrived);

  transport::Network& below_;
  Recorder& recorder_;
  std::uint32_t sockets_ = 0;
};

/// One for each protocol; `network` tells them apart in the file.
class RecordingStreamNetwork final : public transport::StreamNetwork {
 public:
  RecordingStreamNetwork(transport::StreamNetwork& below, Recorder& recorder, std::uint8_t network)
      : below_(below), recorder_(recorder), network_(network) {}
  absl::StatusOr<std::unique_ptr<transport::StreamConnection>> connect(
      const transport::StreamRoute& route) override;
  absl::StatusOr<std::unique_ptr<transport::StreamListener>> listen(
      const Endpoint& local, AcceptHandler accepted) override;

 private:
  transport::StreamNetwork& below_;
  Recorder& recorder_;
  std::uint8_t network_;
  std::uint32_t connections_ = 0, listeners_ = 0;
};

class RecordingDnsClient final : public transport::DnsClient {
 public:
  RecordingDnsClient(transport::DnsClient& below, Recorder& recorder)
      : below_(below), recorder_(recorder) {}
  void ask(const transport::DnsQuestion& question, Answer answer) override;

 private:
  transport::DnsClient& below_;
  Recorder& recorder_;
  std::uint32_t questions_ = 0;
};

class RecordingRandom final : public RandomSource {
 public:
  RecordingRandom(RandomSource& below, Recorder& recorder) : below_(below), recorder_(recorder) {}
  std::uint64_t next() override;

 private:
  RandomSource& below_;
  Recorder& recorder_;
};

}  // namespace offhook::sim::record
