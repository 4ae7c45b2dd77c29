// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/udp.hpp>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"

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

/// What `failed` while doing `what`.
inline absl::Status status_of(const boost::system::error_code& failed, const std::string& what) {
  const std::string text = what + ": " + failed.message();
  if (failed == boost::asio::error::address_in_use) return absl::AlreadyExistsError(to_absl(text));
  if (failed == boost::asio::error::access_denied)
    return absl::PermissionDeniedError(to_absl(text));
  if (failed == boost::asio::error::message_size) return invalid_argument(text);
  return unavailable(text);
}

}  // namespace offhook::transport
