// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/fleet_target.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <sys/resource.h>

#include "actors/sip/uri.hpp"
#include "actors/transport/asio_endpoint.hpp"

namespace offhook::cli {

using boost::asio::ip::udp;

absl::StatusOr<FleetTarget> find_target(const std::string& against) {
  const auto complain = [&](const char* what) {
    return invalid_argument("--against " + against + ": " + what);
  };
  const auto uri = sip::parse_uri(against);
  if (!uri.ok() || uri->scheme != sip::Scheme::sip || !uri->user.empty())
    return complain("expected sip:HOST or sip:HOST:PORT");
  if (const auto way = uri->transport(); !way.empty() && way != "udp")
    return complain("a fleet speaks UDP alone");
  constexpr std::uint16_t usual_port = 5060;
  const std::uint16_t port = uri->port.value_or(usual_port);
  FleetTarget target;
  target.domain = uri->host;
  if (const auto literal = IpAddress::parse(uri->host)) {
    target.endpoint = {*literal, port};
  } else {
    boost::asio::io_context io;
    boost::system::error_code failed;
    udp::resolver resolver(io);
    const auto found = resolver.resolve(uri->host, std::to_string(port), failed);
    if (failed || found.empty())
      return not_found("--against " + against + ": the name " + uri->host + " has no address");
    target.endpoint = transport::from_asio(found.begin()->endpoint());
  }
  target.uri = "sip:" + target.endpoint.to_string();
  return target;
}

absl::StatusOr<IpAddress> address_towards(const Endpoint& endpoint) {
  boost::asio::io_context io;
  boost::system::error_code failed;
  udp::socket socket(io);
  const auto remote = transport::to_asio(endpoint);
  socket.open(remote.protocol(), failed);
  if (!failed) socket.connect(remote, failed);  // sends nothing: the kernel looks for a way
  if (failed) return unavailable("no way to " + endpoint.to_string() + ": " + failed.message());
  return transport::from_asio(socket.local_endpoint(failed)).address;
}

void allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);  // what it is remains, if this is refused
}

}  // namespace offhook::cli
