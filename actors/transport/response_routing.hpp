// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/sip/parser.hpp"
#include "actors/sip/stream_framer.hpp"
#include "actors/sip/via.hpp"
#include "actors/transport/network.hpp"

namespace offhook::transport {

/// Where a response with that top Via goes (RFC 3261 §18.2.2, RFC 3581 §4). The Via carries
/// received and rport already where they are due (`sip::with_source`), so that the answer is always
/// an address: a host name is never looked up. Nullopt if the Via names none, which only a request
/// that did not come through a transport can do.
[[nodiscard]] std::optional<Hop> response_hop(const sip::Via& top);

/// The same for a request that came from `from`: over TCP back there, where its connection is
/// (RFC 3261 §18.2.2); whoever finds that closed opens a new one to `response_hop`.
[[nodiscard]] std::optional<Hop> response_hop(const sip::Via& top, const Hop& from);

/// Where a new connection for a response goes, once that of the request is gone (RFC 3261 §18.2.2):
/// rport names a port that nobody listens at. Nullopt if nobody can be reached so, as behind a
/// WebSocket (RFC 7118 §5).
[[nodiscard]] std::optional<Hop> reconnect_hop(const sip::Via& top, Protocol protocol);

/// The answer to a datagram that is no message, and where it goes.
struct Refusal {
  std::string octets;
  Endpoint to;
};
/// 400, 505 and their like (RFC 3261 §18.3, §8.2.6) for what came from `source`. Nullopt if nothing
/// may be answered: a response, an ACK, or no readable Via.
[[nodiscard]] std::optional<Refusal> refuse(const sip::ParseFailure& failure,
                                            const Endpoint& source, std::uint64_t tag_secret);

/// The last word on a connection whose framing is lost, and the reason for people. `answer` is
/// empty if nothing may be answered.
struct LastWord {
  std::string answer;
  std::string why;
};
[[nodiscard]] LastWord last_word(const sip::StreamFailure& failure, const Endpoint& source,
                                 std::uint64_t tag_secret);

/// The To tag of an answer given without a transaction: the same for every copy of a request, since
/// nothing remembers the first (RFC 3261 §8.2.7). `secret` makes it unguessable from outside.
[[nodiscard]] std::string stateless_tag(std::uint64_t secret, std::string_view call_id,
                                        std::string_view branch);

}  // namespace offhook::transport
