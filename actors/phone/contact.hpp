// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "actors/sip/account.hpp"
#include "actors/sip/message.hpp"
#include "actors/sip/uri.hpp"
#include "actors/transport/network.hpp"
#include "actors/transport/transports.hpp"

namespace offhook::phone {

/// By which transport and address family requests go, as far as a URI tells.
struct Way {
  transport::Protocol protocol = transport::Protocol::udp;
  bool is_v6 = false;    ///< for a host name: no
  bool is_sips = false;  ///< then our Contact is a sips URI too (RFC 3261 §8.1.1.8)
  friend bool operator==(const Way&, const Way&) = default;
};

/// To the next hop that `uri` names.
[[nodiscard]] Way way_to(const sip::Uri& uri);
/// Of the registrations of an account: by its outbound proxy, else to its registrar.
[[nodiscard]] Way way_of(const sip::Account& account);
/// To one of its registrars: by its outbound proxy, else straight there.
[[nodiscard]] Way way_of(const sip::RegistrarServer& server);
/// Of a call of that account to `target`: by its outbound proxy, else straight there.
[[nodiscard]] Way way_of(const sip::Account& account, std::string_view target);
/// Writes out what the settings leave open: a sips URI asks for TLS up to the server that it names,
/// no further; and who registers by another transport than UDP sends its calls there too, because
/// a connection is the only way that a WebSocket client or a phone behind NAT has.
void complete_routes(sip::Account& account);

/// Back to where `request` came from.
[[nodiscard]] Way way_back(const sip::Message& request, const transport::Hop& from);

/// Where peers reach us.
class ContactPoints {
 public:
  ContactPoints() = default;
  explicit ContactPoints(const transport::Transports& transports);

  /// Our address on that way, never an ephemeral port; the first of all if there is none.
  [[nodiscard]] Endpoint endpoint(const Way& way) const;
  /// "sip:1001@192.0.2.7:5060", "sip:1001@192.0.2.7:5061;transport=tls". `user` may be empty.
  [[nodiscard]] std::string uri(std::string_view user, const Way& way) const;

 private:
  struct Point {
    transport::Protocol protocol;
    Endpoint endpoint;
  };
  [[nodiscard]] const Point* find(const Way& way) const;

  std::vector<Point> points_;
};

}  // namespace offhook::phone
