// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/dns_answer.hpp"

#include <algorithm>

namespace offhook::transport {
namespace {

const AliasRecord* alias_of(const DnsReply& reply, const std::string& name,
                            std::chrono::seconds& ttl) {
  for (const auto& record : reply.records)
    if (const auto* alias = std::get_if<AliasRecord>(&record.data);
        alias != nullptr && record.owner == name) {
      ttl = std::min(ttl, record.ttl);
      return alias;
    }
  return nullptr;
}

/// Whether the record was of the type asked for, and was taken.
bool take(const DnsRecord& record, RecordType type, DnsAnswer& answer) {
  if (const auto* address = std::get_if<IpAddress>(&record.data)) {
    if (type != (address->is_v6() ? RecordType::aaaa : RecordType::a)) return false;
    answer.addresses.push_back(*address);
    return true;
  }
  if (const auto* service = std::get_if<SrvRecord>(&record.data)) {
    if (type != RecordType::srv) return false;
    answer.services.push_back(*service);
    return true;
  }
  if (const auto* pointer = std::get_if<NaptrRecord>(&record.data)) {
    if (type != RecordType::naptr) return false;
    answer.pointers.push_back(*pointer);
    return true;
  }
  return false;
}

}  // namespace

std::string_view to_string(RecordType type) {
  constexpr std::string_view names[] = {"A", "AAAA", "SRV", "NAPTR"};
  return names[static_cast<std::size_t>(type)];
}

std::string dns_name(std::string_view text) {
  std::string name(text);
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  if (!name.empty() && name.back() == '.') name.pop_back();
  return name;
}

DnsAnswer read_reply(const DnsQuestion& question, const DnsReply& reply) {
  DnsAnswer answer;
  answer.outcome = reply.outcome;
  if (reply.outcome == DnsOutcome::nothing)
    answer.ttl = reply.negative_ttl.count() > 0
                     ? std::min(reply.negative_ttl, DnsLimits::negative_ttl)
                     : DnsLimits::unsaid_negative_ttl;
  if (reply.outcome != DnsOutcome::found) return answer;

  auto ttl = DnsLimits::ttl;
  std::string name = question.name;
  for (std::size_t link = 0;; ++link) {
    const auto* alias = alias_of(reply, name, ttl);
    if (alias == nullptr) break;
    // A circle never ends; one that is merely long is as good as one.
    if (link >= DnsLimits::alias_chain) return {.outcome = DnsOutcome::server_failed};
    name = alias->target;
  }
  std::size_t taken = 0;
  for (const auto& record : reply.records) {
    if (record.owner != name || !take(record, question.type, answer)) continue;
    ttl = std::min(ttl, record.ttl);
    if (++taken >= DnsLimits::records) break;
  }
  if (taken == 0) {
    answer.outcome = DnsOutcome::nothing;
    if (name != question.name) answer.alias = name;
    ttl = std::min(ttl, DnsLimits::unsaid_negative_ttl);
  }
  answer.ttl = std::max(ttl, std::chrono::seconds{0});
  return answer;
}

}  // namespace offhook::transport
