// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/ip/udp.hpp>

#include "actors/base/endpoint.hpp"

namespace offhook::transport {

inline boost::asio::ip::udp::endpoint to_asio(const Endpoint& endpoint) {
  const auto& octets = endpoint.address.octets();
  if (endpoint.address.is_v6()) return {boost::asio::ip::address_v6(octets), endpoint.port};
  return {boost::asio::ip::address_v4({octets[0], octets[1], octets[2], octets[3]}), endpoint.port};
}

inline Endpoint from_asio(const boost::asio::ip::udp::endpoint& endpoint) {
  if (endpoint.address().is_v6())
    return {IpAddress::v6(endpoint.address().to_v6().to_bytes()), endpoint.port()};
  const auto octets = endpoint.address().to_v4().to_bytes();
  return {IpAddress::v4(octets[0], octets[1], octets[2], octets[3]), endpoint.port()};
}

}  // namespace offhook::transport
