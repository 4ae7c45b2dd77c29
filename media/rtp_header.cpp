// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/rtp_header.hpp"

namespace offhook::media {
namespace {

constexpr std::size_t fixed_header = 12;

std::uint32_t number(std::span<const std::byte> octets) {
  std::uint32_t value = 0;
  for (const std::byte octet : octets) value = value << 8 | std::to_integer<std::uint32_t>(octet);
  return value;
}

}  // namespace

std::optional<RtpPacket> parse_rtp(std::span<const std::byte> datagram) noexcept {
  if (datagram.size() < fixed_header) return std::nullopt;
  const auto first = std::to_integer<unsigned>(datagram[0]);
  const auto second = std::to_integer<unsigned>(datagram[1]);
  if (first >> 6 != 2) return std::nullopt;

  std::size_t header = fixed_header + 4 * (first & 0x0F);  // CSRC list
  if ((first & 0x10) != 0) {                               // header extension (§5.3.1)
    if (datagram.size() < header + 4) return std::nullopt;
    header += 4 + 4 * std::size_t{number(datagram.subspan(header + 2, 2))};
  }
  if (datagram.size() < header) return std::nullopt;
  std::span<const std::byte> payload = datagram.subspan(header);
  if ((first & 0x20) != 0) {  // the last octet counts the padding, itself included
    if (payload.empty()) return std::nullopt;
    const auto padding = std::to_integer<std::size_t>(payload.back());
    if (padding == 0 || padding > payload.size()) return std::nullopt;
    payload = payload.first(payload.size() - padding);
  }
  return RtpPacket{.type = {static_cast<std::uint8_t>(second & 0x7F)},
                   .marker = (second & 0x80) != 0,
                   .sequence = static_cast<std::uint16_t>(number(datagram.subspan(2, 2))),
                   .timestamp = number(datagram.subspan(4, 4)),
                   .ssrc = {number(datagram.subspan(8, 4))},
                   .payload = payload};
}

}  // namespace offhook::media
