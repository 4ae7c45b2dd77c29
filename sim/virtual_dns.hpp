// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "actors/base/timers.hpp"
#include "actors/transport/dns.hpp"

namespace offhook::sim {

/// A name server in the loop's time: a zone as data. It can die and come back.
class VirtualDns final : public transport::DnsClient {
 public:
  struct Times {
    Instant delay = 5ms;   ///< of every reply
    Instant give_up = 4s;  ///< of a question to a dead server
  };
  VirtualDns(std::shared_ptr<Timers> timers, Times times);
  explicit VirtualDns(std::shared_ptr<Timers> timers) : VirtualDns(std::move(timers), Times{}) {}
  ~VirtualDns() override;

  void ask(const transport::DnsQuestion& question, Answer answer) override;

  // The zone. Names as in DnsQuestion: lower case, no final dot.
  void add(transport::DnsRecord record) { zone_.push_back(std::move(record)); }
  void add_address(const std::string& owner, std::string_view address,
                   std::chrono::seconds ttl = std::chrono::seconds{300});
  void add_service(const std::string& owner, transport::SrvRecord service,
                   std::chrono::seconds ttl = std::chrono::seconds{300});
  void add_pointer(const std::string& owner, transport::NaptrRecord pointer,
                   std::chrono::seconds ttl = std::chrono::seconds{300});
  void add_alias(const std::string& owner, const std::string& target,
                 std::chrono::seconds ttl = std::chrono::seconds{300});
  void clear() { zone_.clear(); }

  /// `no_reply` is a dead server, `server_failed` a sick one, `found` a sound one.
  void set_health(transport::DnsOutcome health) { health_ = health; }

  /// Of one name alone, while the server itself is sound: a delegation that is dead or sick.
  void set_health(const std::string& name, transport::DnsOutcome health) { sick_[name] = health; }
  /// A whole zone as data, in place of what was there.
  void set_zone(std::vector<transport::DnsRecord> zone) { zone_ = std::move(zone); }

  /// Every question since the start, in order.
  [[nodiscard]] const std::vector<transport::DnsQuestion>& asked() const { return asked_; }

 private:
  [[nodiscard]] transport::DnsOutcome health_of(const std::string& name) const;
  [[nodiscard]] transport::DnsReply look_up(const transport::DnsQuestion& question) const;

  std::shared_ptr<Timers> timers_;
  Times times_;
  transport::DnsOutcome health_ = transport::DnsOutcome::found;
  std::map<std::string, transport::DnsOutcome> sick_;
  std::vector<transport::DnsRecord> zone_;
  std::vector<transport::DnsQuestion> asked_;
  std::map<std::uint64_t, Timer> under_way_;  ///< gone with us: no answer comes then
  std::uint64_t last_ = 0;
};

}  // namespace offhook::sim
