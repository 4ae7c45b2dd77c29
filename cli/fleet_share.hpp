// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "actors/base/loop.hpp"
#include "actors/transport/asio_network.hpp"
#include "media/udp_packet_ports.hpp"
#include "sim/fleet/crew.hpp"
#include "sim/fleet/fleet_actor.hpp"
#include "sim/fleet/wire_meter.hpp"

namespace offhook::cli {

/// What one process has to do of a fleet, on real sockets.
struct FleetWork {
  sim::fleet::Plan plan;
  std::vector<sim::fleet::User> users;
  std::string server;  ///< "sip:192.0.2.1:5060"
  std::string domain;
  IpAddress local;  ///< where the phones listen
  bool sound = false;
};

/// That process's phones, and who drives them.
class FleetShare {
 public:
  using CallOver = std::function<void(const sim::fleet::CallRecord&)>;
  using Over = std::function<void()>;

  /// Both borrowed.
  FleetShare(boost::asio::io_context& io, act::Loop& loop);
  ~FleetShare();

  /// Once. NotFound without the simulated board.
  absl::Status start(FleetWork work, CallOver call_over, Over over);
  void end(bool hang_up);
  void change_rate(double calls_per_second);
  [[nodiscard]] sim::fleet::Standing standing() const;
  /// Ends every actor: let the loop run until they are gone.
  void stop();

 private:
  boost::asio::io_context& io_;
  act::Loop& loop_;
  transport::AsioNetwork sockets_;
  sim::fleet::WireMeter meter_;
  sim::fleet::MeteredNetwork network_;
  media::UdpPacketPorts ports_;
  SystemRandom random_;
  transport::StaticResolver resolver_;
  std::unique_ptr<sim::fleet::Crew> crew_;
  std::shared_ptr<sim::fleet::Standing> standing_ = std::make_shared<sim::fleet::Standing>();
  sim::fleet::Fleet fleet_;
};

}  // namespace offhook::cli
