// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/next_hop.hpp"

#include "actors/base/status.hpp"

namespace offhook::transport {

sip::Uri next_hop_uri(const sip::Message& request) {
  OFFHOOK_CHECK(request.is_request());
  if (request.has(sip::HeaderId::route)) {
    const auto routes = request.headers(sip::HeaderId::route);
    const auto top = routes.empty() ? absl::StatusOr<sip::NameAddr>(not_found("no Route"))
                                    : sip::parse_name_addr(routes.front());
    if (top.ok() && top->uri.is_loose_router()) return top->uri;
  }
  return request.request_uri();
}

}  // namespace offhook::transport
