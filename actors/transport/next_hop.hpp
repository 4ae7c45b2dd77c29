// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/sip/message.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::transport {

/// Which URI names the next hop of a request (RFC 3261 §8.1.2): the topmost Route if that is a
/// loose router, else the Request-URI. A Route without `lr` on top means that the sender has
/// already put a strict router into the Request-URI (§12.2.1.1); a strict router in front of a
/// loose one cannot be told from the message, and whoever builds such a request names the hop.
[[nodiscard]] sip::Uri next_hop_uri(const sip::Message& request);

}  // namespace offhook::transport
