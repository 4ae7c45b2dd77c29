// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/pcapng_writer.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include "actors/base/status.hpp"

namespace offhook::sim {
namespace {

// Block types, option codes and link type of the pcapng format (draft-ietf-opsawg-pcapng).
constexpr std::uint32_t section_header_block = 0x0A0D0D0A;
constexpr std::uint32_t interface_block = 1;
constexpr std::uint32_t enhanced_packet_block = 6;
constexpr std::uint32_t byte_order_magic = 0x1A2B3C4D;
constexpr std::uint16_t option_end = 0;
constexpr std::uint16_t option_comment = 1;
constexpr std::uint16_t option_user_application = 4;  // of a section
constexpr std::uint16_t option_interface_name = 2;
constexpr std::uint16_t option_time_resolution = 9;
constexpr std::uint16_t link_type_raw = 101;  // begins with the IP header

constexpr std::size_t udp_header_octets = 8;
constexpr std::size_t ipv4_header_octets = 20;
constexpr std::size_t ip_length_limit = 65535;
constexpr std::uint8_t protocol_udp = 17;
constexpr std::uint8_t hop_limit = 64;

void put_u16(std::string& out, std::uint16_t value) {
  out.push_back(static_cast<char>(value & 0xFF));
  out.push_back(static_cast<char>(value >> 8));
}
void put_u32(std::string& out, std::uint32_t value) {
  put_u16(out, static_cast<std::uint16_t>(value & 0xFFFF));
  put_u16(out, static_cast<std::uint16_t>(value >> 16));
}
void put_network_u16(std::string& out, std::size_t value) {
  out.push_back(static_cast<char>((value >> 8) & 0xFF));
  out.push_back(static_cast<char>(value & 0xFF));
}
void set_network_u16(std::string& out, std::size_t at, std::uint16_t value) {
  out[at] = static_cast<char>(value >> 8);
  out[at + 1] = static_cast<char>(value & 0xFF);
}
void pad_to_four(std::string& out) {
  while (out.size() % 4 != 0) out.push_back('\0');
}
void put_option(std::string& body, std::uint16_t code, std::string_view value) {
  value = value.substr(0, 0xFFFF);
  put_u16(body, code);
  put_u16(body, static_cast<std::uint16_t>(value.size()));
  body.append(value);
  pad_to_four(body);
}
void put_block(std::string& out, std::uint32_t type, const std::string& body) {
  const auto length = static_cast<std::uint32_t>(body.size() + 12);
  put_u32(out, type);
  put_u32(out, length);
  out.append(body);
  put_u32(out, length);
}

/// The Internet checksum (RFC 1071) before it is complemented; an odd last octet is padded.
std::uint32_t sum_of(std::string_view octets, std::uint32_t sum = 0) {
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const auto octet = static_cast<unsigned char>(octets[i]);
    sum += i % 2 == 0 ? static_cast<std::uint32_t>(octet) << 8 : octet;
    sum = (sum & 0xFFFF) + (sum >> 16);
  }
  return sum;
}
std::uint16_t complement(std::uint32_t sum) { return static_cast<std::uint16_t>(~sum & 0xFFFF); }

std::string address_octets(const IpAddress& address) {
  const auto& octets = address.octets();
  return {octets.begin(), octets.begin() + (address.is_v6() ? 16 : 4)};
}

/// The header of one UDP datagram; `payload` is what the checksum covers.
std::string udp_header(const Endpoint& from, const Endpoint& to, std::string_view payload) {
  const std::size_t length = udp_header_octets + payload.size();
  std::string header;
  put_network_u16(header, from.port);
  put_network_u16(header, to.port);
  put_network_u16(header, length);
  put_network_u16(header, 0);
  // The pseudo header of RFC 768 and RFC 8200 §8.1; the sum is the same for both.
  std::string pseudo = address_octets(from.address) + address_octets(to.address);
  put_network_u16(pseudo, protocol_udp);
  put_network_u16(pseudo, length);
  const std::uint16_t checksum = complement(sum_of(payload, sum_of(header, sum_of(pseudo))));
  set_network_u16(header, 6, checksum == 0 ? 0xFFFF : checksum);  // 0 would mean "none"
  return header;
}

std::string ipv4_header(const Endpoint& from, const Endpoint& to, std::size_t payload,
                        std::uint16_t id) {
  std::string header("\x45\x00", 2);  // version 4, five words
  put_network_u16(header, ipv4_header_octets + payload);
  put_network_u16(header, id);
  put_network_u16(header, 0x4000);  // do not fragment
  header.push_back(static_cast<char>(hop_limit));
  header.push_back(static_cast<char>(protocol_udp));
  put_network_u16(header, 0);
  header += address_octets(from.address) + address_octets(to.address);
  set_network_u16(header, 10, complement(sum_of(header)));
  return header;
}

std::string ipv6_header(const Endpoint& from, const Endpoint& to, std::size_t payload) {
  std::string header("\x60\x00\x00\x00", 4);
  put_network_u16(header, payload);
  header.push_back(static_cast<char>(protocol_udp));
  header.push_back(static_cast<char>(hop_limit));
  return header + address_octets(from.address) + address_octets(to.address);
}

/// The comments of each packet: effects that came before the next one, causes since the last.
std::vector<std::string> comments_of(const Trace& trace) {
  std::vector<std::string> comments(trace.packets().size());
  for (const auto& note : trace.notes()) {
    const bool is_cause = note.kind == NoteKind::cause && note.packet < comments.size();
    if (!is_cause && note.packet == 0) continue;
    auto& comment = comments[is_cause ? note.packet : note.packet - 1];
    if (!comment.empty()) comment += "; ";
    comment += note.who + " " + note.text;
  }
  return comments;
}

}  // namespace

PcapngWriter::PcapngWriter(std::string_view application) {
  std::string body;
  put_u32(body, byte_order_magic);
  put_u16(body, 1);  // version 1.0
  put_u16(body, 0);
  put_u32(body, 0xFFFFFFFF);  // section length: not known
  put_u32(body, 0xFFFFFFFF);
  put_option(body, option_user_application, application);
  put_option(body, option_end, "");
  put_block(out_, section_header_block, body);
}

std::uint32_t PcapngWriter::add_interface(std::string_view name) {
  std::string body;
  put_u16(body, link_type_raw);
  put_u16(body, 0);
  put_u32(body, 0);  // no snapshot limit
  put_option(body, option_interface_name, name);
  put_option(body, option_time_resolution, "\x09");  // 10^-9 s
  put_option(body, option_end, "");
  put_block(out_, interface_block, body);
  return interfaces_++;
}

void PcapngWriter::add_udp(const Udp& packet) {
  OFFHOOK_CHECK(packet.interface < interfaces_);
  OFFHOOK_CHECK(packet.from.address.is_v6() == packet.to.address.is_v6());
  const bool v6 = packet.from.address.is_v6();
  const std::size_t limit = ip_length_limit - udp_header_octets - (v6 ? 0 : ipv4_header_octets);
  const auto payload = packet.payload.substr(0, limit);
  const std::size_t below = udp_header_octets + payload.size();

  std::string octets = v6 ? ipv6_header(packet.from, packet.to, below)
                          : ipv4_header(packet.from, packet.to, below, ip_id_++);
  octets += udp_header(packet.from, packet.to, payload);
  octets.append(payload);

  const auto time = static_cast<std::uint64_t>(packet.since_epoch.count());
  std::string body;
  put_u32(body, packet.interface);
  put_u32(body, static_cast<std::uint32_t>(time >> 32));
  put_u32(body, static_cast<std::uint32_t>(time & 0xFFFFFFFF));
  put_u32(body, static_cast<std::uint32_t>(octets.size()));
  put_u32(body, static_cast<std::uint32_t>(octets.size() + packet.payload.size() - payload.size()));
  body += octets;
  pad_to_four(body);
  if (!packet.comment.empty()) {
    put_option(body, option_comment, packet.comment);
    put_option(body, option_end, "");
  }
  put_block(out_, enhanced_packet_block, body);
}

std::string to_pcapng(const Trace& trace, std::string_view application,
                      std::chrono::nanoseconds start) {
  PcapngWriter writer(application);
  const auto interface = writer.add_interface("offhook");
  const auto comments = comments_of(trace);
  std::size_t index = 0;
  for (const auto& packet : trace.packets()) {
    // Between the families only a gateway could carry it; a raw IP capture has no place for it.
    if (packet.from.address.is_v6() == packet.to.address.is_v6())
      writer.add_udp({.interface = interface,
                      .since_epoch = start + packet.at,
                      .from = packet.from,
                      .to = packet.to,
                      .payload = packet.octets,
                      .comment = comments[index]});
    ++index;
  }
  return writer.octets();
}

}  // namespace offhook::sim
