// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "media/realtime.hpp"
#include "media/units.hpp"

namespace offhook::media {

/// What a received RTP packet says (RFC 3550 §5.1). The payload points into the datagram.
struct RtpPacket {
  PayloadType type{0};
  bool marker = false;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  Ssrc ssrc{0};
  std::span<const std::byte> payload;
};

/// Nullopt if it is not RTP version 2 or its lengths do not add up; padding, CSRC list and header
/// extension are skipped.
[[nodiscard]] OFFHOOK_REALTIME std::optional<RtpPacket> parse_rtp(
    std::span<const std::byte> datagram) noexcept;

}  // namespace offhook::media
