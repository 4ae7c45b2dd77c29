// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

#include "actors/base/clock.hpp"
#include "actors/transport/network.hpp"

namespace offhook::sim::fleet {

/// Counts what goes over the wire, and what of it goes a second time: a datagram that is sent to
/// the same place again within 32 s (64*T1, RFC 3261 §17) is a retransmission.
class WireMeter {
 public:
  void sent(Instant now, const Endpoint& from, const Endpoint& to, std::string_view octets);
  void received(Instant now, std::string_view octets);

  /// Told of each final response to a BYE: whose call, how long after the first BYE, and which.
  using ByeAnswered = std::function<void(const std::string& call_id, Instant span, int status)>;
  void on_bye_answered(ByeAnswered told) { bye_answered_ = std::move(told); }

  [[nodiscard]] std::uint64_t messages_sent() const { return messages_sent_; }
  [[nodiscard]] std::uint64_t messages_received() const { return messages_received_; }
  /// By what it was: "INVITE", "200 to INVITE".
  [[nodiscard]] const std::map<std::string, std::uint64_t>& sent_again() const {
    return sent_again_;
  }

 private:
  struct Bye {
    Instant at{};
    std::string call_id;
  };
  void note_bye(Instant now, std::string_view octets);

  std::uint64_t messages_sent_ = 0, messages_received_ = 0;
  ByeAnswered bye_answered_;
  std::map<std::string, Bye> byes_;  ///< not answered, by their branch
  std::map<std::string, std::uint64_t> sent_again_;
  // Two generations of hashes: what is older than the second is forgotten.
  std::unordered_set<std::uint64_t> recent_, older_;
  Instant since_{};
};

/// A network whose SIP is counted. Everything is borrowed.
class MeteredNetwork final : public transport::Network {
 public:
  MeteredNetwork(transport::Network& below, WireMeter& meter, const Clock& clock)
      : below_(below), meter_(meter), clock_(clock) {}

  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> bind(const Endpoint& local,
                                                                  DatagramHandler arrived) override;

 private:
  transport::Network& below_;
  WireMeter& meter_;
  const Clock& clock_;
};

}  // namespace offhook::sim::fleet
