// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/registration/refresh.hpp"

#include <algorithm>

#include "actors/base/endpoint.hpp"
#include "actors/sip/grammar.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::registration {

using std::chrono::milliseconds;
using std::chrono::seconds;

seconds refresh_after(seconds expires) {
  const auto latest = std::min(expires * 9 / 10, expires - seconds{32});
  return std::max({latest, expires / 2, seconds{1}});
}

seconds granted_expires(const sip::Message& response, std::string_view contact_uri, seconds asked) {
  const auto header = response.expires();
  const seconds otherwise = header ? seconds{*header} : asked;
  const auto contacts = response.contacts();
  if (contacts.empty()) return otherwise;  // not allowed, but some registrars list nothing
  const auto ours = sip::parse_uri(contact_uri);
  if (!ours.ok()) return otherwise;
  for (const auto& contact : contacts) {
    if (contact.is_star || !sip::equivalent(contact.address.uri, *ours)) continue;
    const auto own = contact.expires();
    return own ? seconds{*own} : otherwise;
  }
  return seconds{0};
}

std::optional<seconds> longer_expires(const sip::Message& response, seconds asked) {
  const auto text = response.header(sip::HeaderId::min_expires);
  const auto minimum = text ? sip::parse_number(*text) : std::nullopt;
  if (!minimum || seconds{*minimum} <= asked) return std::nullopt;
  return seconds{*minimum};
}

std::optional<bool> lists_binding(const sip::Message& response, std::string_view contact_uri) {
  if (response.contacts().empty()) return std::nullopt;
  return granted_expires(response, contact_uri, seconds{1}).count() > 0;
}

bool may_try_elsewhere(int status) {
  if (status == 408 || status == 430) return true;
  return status >= 500 && status < 600 && status != 501 && status != 505 && status != 513;
}

std::optional<std::string> contact_as_seen(const sip::Message& response,
                                           std::string_view contact_uri) {
  const auto& via = response.top_via();
  auto uri = sip::parse_uri(contact_uri);
  // Nobody listens at the port that a connection of ours comes from.
  const bool port_is_heard = sip::grammar::equal_ignoring_case(via.transport, "UDP");
  const std::uint16_t port = port_is_heard ? via.rport.value_or(0) : std::uint16_t{0};
  if (!uri.ok() || (via.received.empty() && port == 0)) return std::nullopt;
  if (const auto seen = IpAddress::parse(via.received)) uri->host = seen->to_host();
  if (port != 0) uri->port = port;
  return sip::to_string(*uri);
}

std::vector<std::string> service_route(const sip::Message& response) {
  constexpr std::size_t longest = 8;
  std::vector<std::string> route;
  for (const auto value : response.headers(sip::HeaderId::service_route)) {
    const auto address = sip::parse_name_addr(value);
    // RFC 3608 §5: every element is a loose router; a list that is not cannot be used.
    if (!address.ok() || !address->uri.is_loose_router() || route.size() >= longest) return {};
    route.push_back(sip::to_string(address->uri));
  }
  return route;
}

std::string route_to(const sip::RegistrarServer& server) {
  auto uri = sip::parse_uri(server.uri);
  if (!uri.ok()) return {};
  sip::set_param(uri->params, "lr", "");
  return sip::to_string(*uri);
}

std::optional<seconds> flow_timer(const sip::Message& response) {
  const auto text = response.header(sip::HeaderId::flow_timer);
  const auto value = text ? sip::parse_number(*text) : std::nullopt;
  if (!value || *value == 0) return std::nullopt;
  return seconds{*value};
}

milliseconds BackOff::next_after_refusal(RandomSource& random) {
  return std::max(next(random), random.between(after_refusal, 2 * after_refusal));
}

milliseconds BackOff::next(RandomSource& random, std::optional<seconds> retry_after) {
  failures_ = std::min(failures_ + 1, 10);  // 2^6 is above the limit
  // "At once" would be a flood if the server says it each time.
  if (retry_after) return std::clamp<milliseconds>(*retry_after, seconds{1}, longest_retry_after);
  const milliseconds bound = std::min(base * (1 << failures_), limit);
  return random.between(bound / 2, bound);
}

}  // namespace offhook::registration
