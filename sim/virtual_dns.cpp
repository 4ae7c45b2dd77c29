// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/virtual_dns.hpp"

#include <algorithm>
#include <utility>

#include "actors/base/status.hpp"

namespace offhook::sim {

using transport::AliasRecord;
using transport::DnsOutcome;
using transport::DnsQuestion;
using transport::DnsReply;
using transport::RecordType;

VirtualDns::VirtualDns(std::shared_ptr<Timers> timers, Times times)
    : timers_(std::move(timers)), times_(times) {}
VirtualDns::~VirtualDns() = default;

void VirtualDns::ask(const DnsQuestion& question, Answer answer) {
  asked_.push_back(question);
  const auto number = ++last_;
  const DnsOutcome health = health_of(question.name);
  const Instant span = health == DnsOutcome::no_reply ? times_.give_up : times_.delay;
  under_way_[number] =
      timers_->call_after(span, [this, number, question, health, answer = std::move(answer)] {
        const auto done = under_way_.extract(number);  // this closure lives until the end of it
        answer(health == DnsOutcome::found ? look_up(question) : DnsReply{health, {}, {}});
      });
}

DnsOutcome VirtualDns::health_of(const std::string& name) const {
  const auto own = sick_.find(name);
  return health_ != DnsOutcome::found || own == sick_.end() ? health_ : own->second;
}

/// As a recursive server does: the CNAME chain first, then what stands at its end. A circle comes
/// as it is.
DnsReply VirtualDns::look_up(const DnsQuestion& question) const {
  DnsReply reply{DnsOutcome::nothing, {}, {}};
  std::vector<std::string> names{question.name};
  for (std::size_t i = 0; i < names.size(); ++i)
    for (const auto& record : zone_) {
      if (record.owner != names[i]) continue;
      const auto* alias = std::get_if<AliasRecord>(&record.data);
      const auto* address = std::get_if<IpAddress>(&record.data);
      const bool matches =
          alias != nullptr ||
          (address != nullptr &&
           question.type == (address->is_v6() ? RecordType::aaaa : RecordType::a)) ||
          (record.data.index() == 1 && question.type == RecordType::srv) ||
          (record.data.index() == 2 && question.type == RecordType::naptr);
      if (!matches) continue;
      reply.outcome = DnsOutcome::found;
      reply.records.push_back(record);
      if (alias != nullptr && std::find(names.begin(), names.end(), alias->target) == names.end())
        names.push_back(alias->target);
    }
  return reply;
}

void VirtualDns::add_address(const std::string& owner, std::string_view address,
                             std::chrono::seconds ttl) {
  const auto parsed = IpAddress::parse(address);
  OFFHOOK_CHECK(parsed.has_value());
  add({owner, ttl, *parsed});
}
void VirtualDns::add_service(const std::string& owner, transport::SrvRecord service,
                             std::chrono::seconds ttl) {
  add({owner, ttl, std::move(service)});
}
void VirtualDns::add_pointer(const std::string& owner, transport::NaptrRecord pointer,
                             std::chrono::seconds ttl) {
  add({owner, ttl, std::move(pointer)});
}
void VirtualDns::add_alias(const std::string& owner, const std::string& target,
                           std::chrono::seconds ttl) {
  add({owner, ttl, AliasRecord{target}});
}

}  // namespace offhook::sim
