// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/contact.hpp"

#include "actors/transport/resolver.hpp"

namespace offhook::phone {
namespace {

using transport::Protocol;

Way way_to_text(std::string_view text) {
  const auto uri = sip::parse_uri(text);
  return uri.ok() ? way_to(*uri) : Way{};
}

/// RFC 7118 §5.2: "ws" stands for both kinds of WebSocket.
std::string_view transport_param(Protocol protocol) {
  constexpr std::string_view names[] = {"", ";transport=tcp", ";transport=tls", ";transport=ws",
                                        ";transport=ws"};
  return names[static_cast<std::size_t>(protocol)];
}

void complete(std::string& registrar_text, std::string& outbound_proxy) {
  for (std::string* text : {&registrar_text, &outbound_proxy}) {
    auto uri = sip::parse_uri(*text);
    if (!uri.ok() || uri->scheme != sip::Scheme::sips) continue;
    const bool is_web_socket = way_to(*uri).protocol == Protocol::wss;
    uri->scheme = sip::Scheme::sip;
    sip::set_param(uri->params, "transport", is_web_socket ? "wss" : "tls");
    *text = sip::to_string(*uri);
  }
  auto registrar = sip::parse_uri(registrar_text);
  if (!outbound_proxy.empty() || !registrar.ok()) return;
  if (way_to(*registrar).protocol == Protocol::udp) return;
  sip::set_param(registrar->params, "lr", "");
  outbound_proxy = sip::to_string(*registrar);
}

}  // namespace

void complete_routes(sip::Account& account) {
  complete(account.registrar, account.outbound_proxy);
  for (auto& server : account.servers) complete(server.uri, server.outbound_proxy);
}

Way way_to(const sip::Uri& uri) {
  const auto maddr = uri.param("maddr");
  const auto address = IpAddress::parse(maddr && !maddr->empty() ? *maddr : uri.host);
  const auto protocol = transport::protocol_of(uri);
  return {protocol.ok() ? *protocol : Protocol::udp, address && address->is_v6(),
          uri.scheme == sip::Scheme::sips};
}

Way way_of(const sip::Account& account) {
  return way_to_text(account.outbound_proxy.empty() ? account.registrar : account.outbound_proxy);
}

Way way_of(const sip::RegistrarServer& server) {
  return way_to_text(server.outbound_proxy.empty() ? server.uri : server.outbound_proxy);
}

Way way_of(const sip::Account& account, std::string_view target) {
  const bool is_direct = account.outbound_proxy.empty();
  Way way = way_to_text(is_direct ? target : std::string_view(account.outbound_proxy));
  const auto uri = sip::parse_uri(target);
  way.is_sips |= uri.ok() && uri->scheme == sip::Scheme::sips;
  return way;
}

Way way_back(const sip::Message& request, const transport::Hop& from) {
  // RFC 3261 §12.1.1.
  return {from.protocol, from.remote.address.is_v6(),
          request.request_uri().scheme == sip::Scheme::sips};
}

ContactPoints::ContactPoints(const transport::Transports& transports) {
  for (const auto& entry : transports) points_.push_back({entry.protocol, entry.sent_by});
}

const ContactPoints::Point* ContactPoints::find(const Way& way) const {
  const Point* any = nullptr;
  for (const Point& point : points_) {
    const bool same_family = point.endpoint.address.is_v6() == way.is_v6;
    if (same_family && point.protocol == way.protocol) return &point;
    // A name may have another family than we guessed; else UDP, which everybody has.
    if (point.protocol == way.protocol || (any == nullptr && point.protocol == Protocol::udp))
      any = &point;
  }
  return any;
}

Endpoint ContactPoints::endpoint(const Way& way) const {
  const Point* point = find(way);
  return point != nullptr ? point->endpoint : Endpoint{};
}

std::string ContactPoints::uri(std::string_view user, const Way& way) const {
  const Point* point = find(way);
  const Protocol protocol = point != nullptr ? point->protocol : Protocol::udp;
  std::string text = way.is_sips ? "sips:" : "sip:";
  if (!user.empty()) text.append(user).append(1, '@');
  text += endpoint(way).to_string();
  // RFC 3261 §26.2.2: a sips URI means TLS already.
  if (!way.is_sips || protocol != Protocol::tls) text += transport_param(protocol);
  return text;
}

}  // namespace offhook::phone
