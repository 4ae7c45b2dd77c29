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
inline constexpr std::size_t parameters = 128;     ///< of one URI or one header value
inline constexpr std::size_t list_elements = 256;  ///< values of one header over all its fields

/// RFC 3261 §8.1.1.5: a sequence number is less than 2^31.
inline constexpr std::uint32_t cseq_number = 0x7FFFFFFF;
/// RFC 3261 §20.22: Max-Forwards is in 0..255.
inline constexpr std::uint32_t max_forwards = 255;

}  // namespace offhook::sip::limits
