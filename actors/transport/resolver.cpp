// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/resolver.hpp"

#include <utility>

#include "actors/transport/domain.hpp"

namespace offhook::transport {
namespace {

/// RFC 3261 §19.1.1: maddr is where requests go, whatever the host says.
std::string host_of(const sip::Uri& uri) {
  const auto maddr = uri.param("maddr");
  return domain_of(maddr && !maddr->empty() ? *maddr : std::string_view(uri.host));
}

std::uint16_t port_of(const sip::Uri& uri, Protocol protocol) {
  return uri.port.value_or(default_port(protocol));
}

Hop hop_of(const sip::Uri& uri, Protocol protocol, const Endpoint& remote) {
  Hop hop{protocol, remote};
  // What is verified is the domain asked for, not where it happens to live (RFC 5922 §7.1).
  if (protocol != Protocol::udp && protocol != Protocol::tcp) hop.domain = domain_of(uri.host);
  return hop;
}

}  // namespace

absl::StatusOr<Protocol> protocol_of(const sip::Uri& uri) {
  if (uri.scheme != sip::Scheme::sip && uri.scheme != sip::Scheme::sips)
    return absl::UnimplementedError("only SIP URIs name a next hop");
  const bool secure = uri.scheme == sip::Scheme::sips;
  const std::string transport = uri.transport();
  if (transport.empty()) return secure ? Protocol::tls : Protocol::udp;
  // RFC 3261 §26.2.2: sips with transport=tcp is TLS over TCP; over UDP there is none.
  if (transport == "udp" && !secure) return Protocol::udp;
  if (transport == "tcp") return secure ? Protocol::tls : Protocol::tcp;
  if (transport == "tls") return Protocol::tls;
  if (transport == "ws") return secure ? Protocol::wss : Protocol::ws;  // RFC 7118 §5.2
  if (transport == "wss") return Protocol::wss;
  return absl::UnimplementedError(
      to_absl("no transport \"" + transport + "\"" + (secure ? " for a sips URI" : "")));
}

absl::StatusOr<std::vector<Hop>> StaticResolver::look_up(const sip::Uri& uri) const {
  const auto protocol = protocol_of(uri);
  if (!protocol.ok()) return protocol.status();
  const std::string host = host_of(uri);
  const auto found = hosts_.find(host);
  Endpoint endpoint;
  if (found != hosts_.end())
    endpoint = found->second;
  else if (const auto address = IpAddress::parse(host))
    endpoint.address = *address;
  else if (host == "localhost")
    endpoint.address = IpAddress::v4(127, 0, 0, 1);
  else
    return not_found("no address is known for \"" + host + "\"");
  if (uri.port || endpoint.port == 0) endpoint.port = port_of(uri, *protocol);
  return std::vector<Hop>{hop_of(uri, *protocol, endpoint)};
}

}  // namespace offhook::transport
