// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/server_location.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace offhook::transport {
namespace {

constexpr std::size_t max_services = 16;  // of one SRV or NAPTR record set

struct Service {
  std::string_view name;
  std::string_view prefix;  ///< of the SRV name, where no NAPTR gives it
  Protocol protocol;
};
// RFC 3263 §4.1, RFC 7118 §6. A plain service never serves a sips URI; a secure one serves both.
constexpr Service known_services[] = {
    {"sip+d2u", "_sip._udp.", Protocol::udp},   {"sip+d2t", "_sip._tcp.", Protocol::tcp},
    {"sips+d2t", "_sips._tcp.", Protocol::tls}, {"sip+d2w", "_sip._ws.", Protocol::ws},
    {"sips+d2w", "_sips._ws.", Protocol::wss},
};

const Service& service_of(Protocol protocol) {
  return known_services[static_cast<std::size_t>(protocol)];
}

std::optional<Protocol> protocol_named(std::string_view transport) {
  for (const auto& service : known_services)
    if (transport == uri_name(service.protocol)) return service.protocol;
  return std::nullopt;
}

/// RFC 3261 §26.2.2: what a sips URI makes of a transport.
std::optional<Protocol> secured(Protocol protocol) {
  switch (protocol) {
    case Protocol::udp:
      return std::nullopt;  // TLS over UDP is not for SIP
    case Protocol::tcp:
    case Protocol::tls:
      return Protocol::tls;
    default:
      return Protocol::wss;
  }
}

class Search {
 public:
  Search(const sip::Uri& uri, std::span<const Spoken> spoken, const KnownAnswers& known,
         std::uint64_t seed)
      : uri_(uri), spoken_(spoken), known_(known), random_(seed) {
    // RFC 3261 §19.1.1: maddr is where requests go, whatever the host says.
    const auto maddr = uri.param("maddr");
    target_ = dns_name(maddr && !maddr->empty() ? *maddr : std::string_view(uri.host));
  }

  Location run() {
    if (uri_.scheme != sip::Scheme::sip && uri_.scheme != sip::Scheme::sips)
      return refused("only SIP URIs name a next hop");
    if (const auto text = uri_.transport(); !text.empty()) {
      asked_ = protocol_named(text);
      if (asked_ && is_sips()) asked_ = secured(*asked_);
      if (!asked_ || !speaks(*asked_)) return refused("no transport \"" + text + "\"");
    }
    find();
    Location result;
    result.ttl = ttl_;
    if (!missing_.empty()) {
      result.missing = std::move(missing_);
      return result;
    }
    if (hops_.empty()) {
      result.hops = failed_
                        ? unavailable("the name servers do not tell where \"" + target_ + "\" is")
                        : not_found("no address is known for \"" + target_ + "\"");
      if (!failed_ && !reason_.empty()) result.hops = absl::UnimplementedError(to_absl(reason_));
    } else {
      result.hops = std::move(hops_);
    }
    return result;
  }

 private:
  static Location refused(std::string_view why) {
    Location result;
    result.hops = absl::UnimplementedError(to_absl(why));
    return result;
  }

  [[nodiscard]] bool is_sips() const { return uri_.scheme == sip::Scheme::sips; }
  [[nodiscard]] bool speaks(Protocol protocol) const {
    return std::any_of(spoken_.begin(), spoken_.end(),
                       [&](const Spoken& s) { return s.protocol == protocol; });
  }
  [[nodiscard]] bool speaks(Protocol protocol, bool is_v6) const {
    return std::find(spoken_.begin(), spoken_.end(), Spoken{protocol, is_v6}) != spoken_.end();
  }

  /// What the URI leaves open, in our preference: all that may serve it.
  [[nodiscard]] std::vector<Protocol> candidates() const {
    if (asked_) return {*asked_};
    std::vector<Protocol> result;
    for (const auto& [protocol, is_v6] : spoken_)
      if ((!is_sips() || is_secure(protocol)) &&
          std::find(result.begin(), result.end(), protocol) == result.end())
        result.push_back(protocol);
    return result;
  }

  /// The transport of a target that names none and has no SRV record (§4.1): UDP, or TLS for sips;
  /// a phone that speaks neither does what it can.
  [[nodiscard]] std::optional<Protocol> default_protocol() const {
    const auto possible = candidates();
    if (possible.empty()) return std::nullopt;
    const Protocol usual = is_sips() ? Protocol::tls : Protocol::udp;
    return std::find(possible.begin(), possible.end(), usual) != possible.end() ? usual
                                                                                : possible.front();
  }

  void find() {
    const auto usual = default_protocol();
    if (!usual) {
      reason_ = is_sips() ? "sips needs TLS" : "no transport is open";
      return;
    }
    if (const auto address = IpAddress::parse(target_)) {
      add({*usual, {*address, uri_.port.value_or(default_port(*usual))}, domain(*usual)});
      if (hops_.empty()) reason_ = "no transport of ours reaches " + target_;
      return;
    }
    if (uri_.port) return find_addresses(target_, *usual, *uri_.port);
    bool denied =
        false;  // a service that exists and is switched off is not to be tried at its host
    if (asked_)
      find_service(service_name(*asked_), *asked_, denied);
    else if (!find_by_pointers(denied))
      for (const Protocol protocol : candidates())
        if (protocol <= Protocol::tls)  // a web server tells by NAPTR that it speaks SIP
          find_service(service_name(protocol), protocol, denied);
    if (hops_.empty() && missing_.empty() && !denied && !stop_)
      find_addresses(target_, *usual, default_port(*usual));
  }

  [[nodiscard]] std::string service_name(Protocol protocol) const {
    return std::string(service_of(protocol).prefix) + target_;
  }

  /// §4.1: true if NAPTR records decide, even to nothing.
  bool find_by_pointers(bool& denied) {
    const DnsAnswer* answer = ask({target_, RecordType::naptr});
    if (answer == nullptr) return true;
    if (answer->outcome == DnsOutcome::no_reply) {
      stop_ = true;  // whoever does not answer this will not answer the next
      return true;
    }
    struct Choice {
      NaptrRecord record;
      Protocol protocol;
    };
    std::vector<Choice> choices;
    const auto possible = candidates();
    for (const auto& record : answer->pointers) {
      if (dns_name(record.flags) != "s" || record.replacement.empty()) continue;
      for (const auto& service : known_services)
        if (dns_name(record.services) == service.name &&
            std::find(possible.begin(), possible.end(), service.protocol) != possible.end())
          choices.push_back({record, service.protocol});
    }
    if (choices.empty()) return false;
    std::stable_sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) {
      return std::pair(a.record.order, a.record.preference) <
             std::pair(b.record.order, b.record.preference);
    });
    choices.resize(std::min(choices.size(), max_services));
    // The first is to be used; the others follow for when it fails (§4.3).
    for (const auto& [record, protocol] : choices)
      find_service(record.replacement, protocol, denied);
    return true;
  }

  void find_service(const std::string& name, Protocol protocol, bool& denied) {
    const DnsAnswer* answer = ask({name, RecordType::srv});
    if (answer == nullptr || answer->services.empty()) {
      stop_ = stop_ || (answer != nullptr && answer->outcome == DnsOutcome::no_reply);
      return;
    }
    auto targets = answer->services;
    if (targets.size() == 1 && targets.front().target.empty()) denied = true;  // RFC 2782: "."
    std::erase_if(targets,
                  [](const SrvRecord& srv) { return srv.target.empty() || srv.port == 0; });
    targets = order_services(std::move(targets), random_);
    targets.resize(std::min(targets.size(), max_services));
    for (const auto& srv : targets) find_addresses(srv.target, protocol, srv.port);
  }

  void find_addresses(const std::string& name, Protocol protocol, std::uint16_t port) {
    if (const auto literal = IpAddress::parse(name))  // not allowed in SRV (RFC 2782), and common
      return add({protocol, {*literal, port}, domain(protocol)});
    std::vector<IpAddress> first, second;
    for (const auto& [spoken, is_v6] : spoken_) {
      if (spoken != protocol) continue;
      auto& into = first.empty() ? first : second;
      if (name == "localhost") {  // RFC 6761 §6.3
        into.push_back(is_v6 ? *IpAddress::parse("::1") : IpAddress::v4(127, 0, 0, 1));
      } else if (const auto* answer = ask({name, is_v6 ? RecordType::aaaa : RecordType::a})) {
        into.insert(into.end(), answer->addresses.begin(), answer->addresses.end());
      }
    }
    // Alternating, so that a family without a way out costs one try at a time (RFC 8305 §4).
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
      if (i < first.size()) add({protocol, {first[i], port}, domain(protocol)});
      if (i < second.size()) add({protocol, {second[i], port}, domain(protocol)});
    }
  }

  /// RFC 3263 §4.1 and RFC 5922 §7.2: the name that was asked for, never one that DNS gave.
  [[nodiscard]] std::string domain(Protocol protocol) const {
    return protocol == Protocol::udp || protocol == Protocol::tcp ? std::string() : target_;
  }

  void add(Hop hop) {
    if (hop.remote.port == 0 || hop.remote.address.is_unspecified()) return;
    if (!speaks(hop.protocol, hop.remote.address.is_v6()) || hops_.size() >= max_hops) return;
    if (std::find(hops_.begin(), hops_.end(), hop) == hops_.end()) hops_.push_back(std::move(hop));
  }

  /// Null while it is missing.
  const DnsAnswer* ask(DnsQuestion question) {
    for (std::size_t link = 0; link <= DnsLimits::alias_chain; ++link) {
      const DnsAnswer* answer = known_(question);
      if (answer == nullptr) {
        if (std::find(missing_.begin(), missing_.end(), question) == missing_.end())
          missing_.push_back(std::move(question));
        return nullptr;
      }
      ttl_ = std::min(ttl_, answer->ttl);
      if (answer->outcome == DnsOutcome::no_reply || answer->outcome == DnsOutcome::server_failed)
        failed_ = true;
      if (answer->alias.empty()) return answer;
      question.name = answer->alias;
    }
    static const DnsAnswer none;  // a circle over several replies
    return &none;
  }

  const sip::Uri& uri_;
  std::span<const Spoken> spoken_;
  const KnownAnswers& known_;
  SeededRandom random_;
  std::string target_;
  std::optional<Protocol> asked_;  ///< by the transport parameter
  std::vector<DnsQuestion> missing_;
  std::vector<Hop> hops_;
  std::chrono::seconds ttl_ = DnsLimits::ttl;
  std::string reason_;
  bool failed_ = false, stop_ = false;
};

}  // namespace

std::vector<SrvRecord> order_services(std::vector<SrvRecord> services, RandomSource& random) {
  // RFC 2782: records of weight 0 stand first, so that they have a small chance beside others.
  std::stable_sort(services.begin(), services.end(), [](const SrvRecord& a, const SrvRecord& b) {
    return std::pair(a.priority, a.weight != 0) < std::pair(b.priority, b.weight != 0);
  });
  for (auto from = services.begin(); from != services.end(); ++from) {
    const auto end = std::find_if(
        from, services.end(), [&](const SrvRecord& srv) { return srv.priority != from->priority; });
    std::uint64_t sum = 0;
    for (auto srv = from; srv != end; ++srv) sum += srv->weight;
    const std::uint64_t chosen = end - from > 1 ? random.next() % (sum + 1) : 0;
    std::uint64_t running = 0;
    auto pick = from;
    while ((running += pick->weight) < chosen) ++pick;
    std::rotate(from, pick, pick + 1);
  }
  return services;
}

Location locate(const sip::Uri& uri, std::span<const Spoken> spoken, const KnownAnswers& known,
                std::uint64_t seed) {
  return Search(uri, spoken, known, seed).run();
}

}  // namespace offhook::transport
