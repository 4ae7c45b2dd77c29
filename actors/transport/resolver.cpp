// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/resolver.hpp"

#include <memory>
#include <utility>

#include <boost/asio/ip/udp.hpp>

#include "actors/transport/asio_endpoint.hpp"

namespace offhook::transport {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return result;
}

/// RFC 3261 §19.1.1: maddr is where requests go, whatever the host says.
std::string host_of(const sip::Uri& uri) {
  const auto maddr = uri.param("maddr");
  std::string host = lower(maddr && !maddr->empty() ? *maddr : std::string_view(uri.host));
  if (host.size() > 1 && host.back() == '.') host.pop_back();
  return host;
}

absl::Status check_reachable_kind(const sip::Uri& uri) {
  if (uri.scheme == sip::Scheme::sips) return absl::UnimplementedError("sips needs TLS");
  if (uri.scheme != sip::Scheme::sip)
    return absl::UnimplementedError("only SIP URIs name a next hop");
  const std::string transport = uri.transport();
  if (!transport.empty() && transport != "udp")
    return absl::UnimplementedError(to_absl("no transport \"" + transport + "\""));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Hop>> StaticResolver::look_up(const sip::Uri& uri) const {
  if (auto refused = check_reachable_kind(uri); !refused.ok()) return refused;
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
  if (uri.port || endpoint.port == 0) endpoint.port = uri.effective_port();
  return std::vector<Hop>{{Protocol::udp, endpoint}};
}

void AsioResolver::resolve(const sip::Uri& uri, Answer answer) {
  auto known = known_.look_up(uri);
  if (known.ok() || !absl::IsNotFound(known.status())) return answer(std::move(known));
  auto resolver = std::make_shared<boost::asio::ip::udp::resolver>(io_);
  const std::string host = host_of(uri);
  resolver->async_resolve(
      host, std::to_string(uri.effective_port()), boost::asio::ip::resolver_base::numeric_service,
      [resolver, host, answer = std::move(answer)](const boost::system::error_code& failed,
                                                   const auto& results) {
        std::vector<Hop> hops;
        for (const auto& entry : results)
          hops.push_back({Protocol::udp, from_asio(entry.endpoint())});
        if (!hops.empty()) return answer(std::move(hops));
        const std::string what = "\"" + host + "\": " + failed.message();
        answer(failed == boost::asio::error::host_not_found_try_again ? unavailable(what)
                                                                      : not_found(what));
      });
}

}  // namespace offhook::transport
