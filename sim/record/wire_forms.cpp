// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/wire_forms.hpp"

namespace offhook::sim::record {
namespace {

using namespace transport;

struct Describe {
  DnsLine line;
  void operator()(const IpAddress& address) { line.address = address; }
  void operator()(const SrvRecord& srv) {
    line.first = srv.priority;
    line.second = srv.weight;
    line.port = srv.port;
    line.target = srv.target;
  }
  void operator()(const NaptrRecord& naptr) {
    line.first = naptr.order;
    line.second = naptr.preference;
    line.flags = naptr.flags;
    line.services = naptr.services;
    line.target = naptr.replacement;
  }
  void operator()(const AliasRecord& alias) { line.target = alias.target; }
};

DnsRecord record_of(const DnsLine& line) {
  DnsRecord record{line.owner, line.ttl, line.address};
  if (line.type == 1) record.data = SrvRecord{line.first, line.second, line.port, line.target};
  if (line.type == 2)
    record.data = NaptrRecord{line.first, line.second, line.flags, line.services, line.target};
  if (line.type == 3) record.data = AliasRecord{line.target};
  return record;
}

}  // namespace

DnsCame to_form(std::uint32_t question, const DnsReply& reply) {
  DnsCame came{question, reply.outcome, reply.negative_ttl, {}};
  for (const auto& record : reply.records) {
    Describe describe;
    std::visit(describe, record.data);
    describe.line.owner = record.owner;
    describe.line.ttl = record.ttl;
    describe.line.type = static_cast<std::uint8_t>(record.data.index());
    came.lines.push_back(pack_form(describe.line));
  }
  return came;
}

DnsReply from_form(const DnsCame& came) {
  DnsReply reply{came.outcome, {}, came.negative_ttl};
  for (const auto& packed : came.lines)
    if (const auto line = unpack_form<DnsLine>(packed); line && line->type <= 3)
      reply.records.push_back(record_of(*line));
  return reply;
}

}  // namespace offhook::sim::record
