// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/endpoint.hpp"
#include "actors/sip/message.hpp"
#include "sim/digest_guard.hpp"
#include "sim/registrar.hpp"

namespace offhook::sim {

/// Who the proxy is: the domain it serves and the socket it answers on.
struct ProxyIdentity {
  std::string domain = "sim.test";
  Endpoint local;
  bool record_route = true;

  /// The URI names this proxy or the domain it serves.
  [[nodiscard]] bool owns(const sip::Uri& uri) const;
  /// Our Record-Route value, "<sip:10.0.0.1:5060;lr>".
  [[nodiscard]] std::string record_route_value() const;
};

/// The proxy answers the request itself.
struct Answer {
  int status = 0;
  std::string reason;  ///< empty: the registered phrase
  std::vector<std::pair<std::string, std::string>> headers;
};

/// The proxy sends the request on. `targets` are Request-URIs, best first.
struct Relay {
  std::vector<sip::Uri> targets;
};

using Decision = std::variant<Answer, Relay>;

/// §16.4: undoes a strict router before us and removes the Route that brought the request here.
/// The same message when there was nothing to do.
[[nodiscard]] sip::MessagePtr remove_own_route(const sip::MessagePtr& request,
                                               const ProxyIdentity& self);

/// §16.3, for a request that has been through `remove_own_route`: 416 unknown scheme, 420
/// Proxy-Require, 482 loop, 483 no hops left; nullopt if it may go on.
[[nodiscard]] std::optional<Answer> refuse_invalid(const sip::Message& request,
                                                   const ProxyIdentity& self);

/// §16.5: where it goes. 404 unknown user, 480 known user without binding, 484 the beginning of a
/// known number; 200 for an OPTIONS to the proxy itself.
[[nodiscard]] Decision find_targets(const sip::Message& request, const ProxyIdentity& self,
                                    const Registrar& registrar, Instant now);

/// A copy of a request, ready for the transaction layer, which adds the Via.
struct Forwarded {
  sip::MessagePtr message;           ///< null if no valid message came of it
  std::optional<sip::Uri> next_hop;  ///< a strict router, whose own URI leads and not the Route
};

/// §16.6: what goes to `target`: Request-URI, Max-Forwards, Record-Route, and a strict router's
/// Route set turned over.
[[nodiscard]] Forwarded forward(const sip::Message& request, const sip::Uri& target,
                                const ProxyIdentity& self);

/// A branch whose second half names everything routing depends on (§16.6 step 8, RFC 5393 §4.2):
/// seen again in a Via of ours, the request has looped.
[[nodiscard]] std::string make_branch(const sip::Message& request, std::string_view unique);

/// §16.7 step 6: the response to forward when no target is left: a 6xx, or else the lowest class;
/// the earlier of equals. Null never wins.
[[nodiscard]] sip::MessagePtr better(sip::MessagePtr a, sip::MessagePtr b);

}  // namespace offhook::sim
