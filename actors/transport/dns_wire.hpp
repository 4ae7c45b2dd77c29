// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "actors/transport/dns.hpp"

namespace offhook::transport {

/// Reads a DNS message (RFC 1035 §4) as the answer to a question: its records of types we know, at
/// most `most_decoded_records`, whoever owns them. Octets that are no DNS message are
/// `server_failed`. Names that hold what no host name can are dropped with their record.
[[nodiscard]] DnsReply decode_reply(std::string_view octets);

inline constexpr std::size_t most_decoded_records = 256;

}  // namespace offhook::transport
