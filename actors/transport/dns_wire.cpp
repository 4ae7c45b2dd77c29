// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/dns_wire.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <ldns/ldns.h>

namespace offhook::transport {
namespace {

using std::chrono::seconds;

struct FreePacket {
  void operator()(ldns_pkt* packet) const { ldns_pkt_free(packet); }
};

std::string_view data_of(const ldns_rdf* field) {
  return {reinterpret_cast<const char*>(ldns_rdf_data(field)), ldns_rdf_size(field)};
}

/// A domain name in wire form: labels with their lengths. Nullopt for labels that hold other octets
/// than host names and service names do; a dot in a label would turn one name into another.
std::optional<std::string> name_of(const ldns_rdf* field) {
  if (field == nullptr || ldns_rdf_get_type(field) != LDNS_RDF_TYPE_DNAME) return std::nullopt;
  std::string_view wire = data_of(field);
  std::string name;
  while (!wire.empty() && wire.front() != 0) {
    const auto length = static_cast<std::uint8_t>(wire.front());
    if (length > 63 || wire.size() < length + 1u) return std::nullopt;
    if (!name.empty()) name += '.';
    for (const char c : wire.substr(1, length)) {
      const bool fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
      if (!fits) return std::nullopt;
      name += c;
    }
    wire.remove_prefix(length + 1u);
  }
  return dns_name(name);
}

/// A character-string (RFC 1035 §3.3): its length, then its octets.
std::string text_of(const ldns_rdf* field) {
  const auto data = field == nullptr ? std::string_view() : data_of(field);
  return data.empty() ? std::string()
                      : std::string(data.substr(1, static_cast<std::uint8_t>(data.front())));
}

std::uint16_t number_of(const ldns_rdf* field) {
  return field != nullptr && ldns_rdf_size(field) == 2 ? ldns_rdf2native_int16(field)
                                                       : std::uint16_t{0};
}

/// RFC 2181 §8: with the top bit set it counts as zero.
seconds ttl_of(const ldns_rr* record) {
  const auto ttl = ldns_rr_ttl(record);
  return seconds{ttl > 0x7FFFFFFF ? 0 : ttl};
}

std::optional<IpAddress> address_of(const ldns_rdf* field, std::size_t size) {
  const auto data = field == nullptr ? std::string_view() : data_of(field);
  if (data.size() != size) return std::nullopt;
  std::array<std::uint8_t, 16> octets{};
  std::copy(data.begin(), data.end(), octets.begin());
  return size == 4 ? IpAddress::v4(octets[0], octets[1], octets[2], octets[3])
                   : IpAddress::v6(octets);
}

std::optional<decltype(DnsRecord::data)> read(const ldns_rr* record) {
  const auto field = [&](std::size_t index) { return ldns_rr_rdf(record, index); };
  switch (ldns_rr_get_type(record)) {
    case LDNS_RR_TYPE_A:
      return address_of(field(0), 4);
    case LDNS_RR_TYPE_AAAA:
      return address_of(field(0), 16);
    case LDNS_RR_TYPE_CNAME:
      if (auto target = name_of(field(0))) return AliasRecord{*std::move(target)};
      return std::nullopt;
    case LDNS_RR_TYPE_SRV:
      if (auto target = name_of(field(3)))
        return SrvRecord{number_of(field(0)), number_of(field(1)), number_of(field(2)),
                         *std::move(target)};
      return std::nullopt;
    case LDNS_RR_TYPE_NAPTR:
      if (auto replacement = name_of(field(5)))
        return NaptrRecord{number_of(field(0)), number_of(field(1)), text_of(field(2)),
                           text_of(field(3)), *std::move(replacement)};
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

/// RFC 2308 §5: the lesser of the SOA's own time and its last field.
seconds negative_ttl_of(const ldns_pkt* packet) {
  const auto* list = ldns_pkt_authority(packet);
  for (std::size_t i = 0; list != nullptr && i < ldns_rr_list_rr_count(list); ++i) {
    const auto* record = ldns_rr_list_rr(list, i);
    if (ldns_rr_get_type(record) != LDNS_RR_TYPE_SOA) continue;
    const auto* minimum = ldns_rr_rdf(record, 6);
    if (minimum == nullptr || ldns_rdf_size(minimum) != 4) return seconds{0};
    return std::min(ttl_of(record), seconds{ldns_rdf2native_int32(minimum)});
  }
  return seconds{0};
}

}  // namespace

DnsReply decode_reply(std::string_view octets) {
  ldns_pkt* raw = nullptr;
  const auto status =
      ldns_wire2pkt(&raw, reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size());
  const std::unique_ptr<ldns_pkt, FreePacket> packet(raw);
  DnsReply reply{DnsOutcome::server_failed, {}, {}};
  if (status != LDNS_STATUS_OK || !packet || !ldns_pkt_qr(packet.get())) return reply;
  const auto rcode = ldns_pkt_get_rcode(packet.get());
  if (rcode != LDNS_RCODE_NOERROR && rcode != LDNS_RCODE_NXDOMAIN) return reply;
  reply.outcome = DnsOutcome::nothing;
  reply.negative_ttl = negative_ttl_of(packet.get());
  if (rcode == LDNS_RCODE_NXDOMAIN) return reply;
  const auto* answers = ldns_pkt_answer(packet.get());
  for (std::size_t i = 0; answers != nullptr && i < ldns_rr_list_rr_count(answers); ++i) {
    const auto* record = ldns_rr_list_rr(answers, i);
    auto owner = name_of(ldns_rr_owner(record));
    auto data = read(record);
    if (!owner || !data) continue;
    reply.records.push_back({*std::move(owner), ttl_of(record), *std::move(data)});
    if (reply.records.size() >= most_decoded_records) break;
  }
  if (!reply.records.empty()) reply.outcome = DnsOutcome::found;
  return reply;
}

}  // namespace offhook::transport
