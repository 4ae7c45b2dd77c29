// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "actors/transport/dns.hpp"

namespace offhook::transport {

/// Asks real name servers: c-ares carries the questions, over UDP and TCP, on the loop's sockets
/// and timers and without a thread. /etc/hosts is asked first.
class CaresClient final : public DnsClient {
 public:
  /// `servers` empty means those of /etc/resolv.conf, read again after they were silent.
  CaresClient(boost::asio::io_context& io, std::vector<Endpoint> servers);
  ~CaresClient() override;  ///< questions under way get no answer

  void ask(const DnsQuestion& question, Answer answer) override;

 private:
  class Channel;
  std::shared_ptr<Channel> channel_;
};

}  // namespace offhook::transport
