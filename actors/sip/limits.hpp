// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace offhook::sip::limits {

/// What a peer may send before it is refused. A message fits a UDP datagram; the other limits keep
/// the work per message bounded, far above what real messages hold.
inline constexpr std::size_t message_octets = 65535;
inline constexpr std::size_t header_fields = 256;
inline constexpr std::size_t uri_octets = 4096;
inline constexpr std::size_t uri_parameters = 128;  ///< and as many headers
inline constexpr std::size_t body_parts = 32;       ///< of one multipart body
inline constexpr std::size_t body_depth = 4;        ///< multipart bodies inside each other

/// What we ourselves write may be larger: a response echoes a request that was near the limits.
inline constexpr std::size_t own_message_octets = 4 * message_octets;
inline constexpr std::size_t own_header_fields = 2 * header_fields;

/// RFC 3261 §8.1.1.5: a sequence number is less than 2^31.
inline constexpr std::uint32_t cseq_number = 0x7FFFFFFF;
/// RFC 3261 §20.22: Max-Forwards is in 0..255.
inline constexpr std::uint32_t max_forwards = 255;

}  // namespace offhook::sip::limits
