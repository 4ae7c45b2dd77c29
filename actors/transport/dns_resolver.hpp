// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/transport/dns_cache.hpp"
#include "actors/transport/resolver.hpp"
#include "actors/transport/server_location.hpp"

namespace offhook::transport {

/// What a DNS resolver is told beforehand.
struct DnsResolverOptions {
  std::vector<Spoken> spoken{{Protocol::udp, false}};  ///< best first
  /// Records that hold without a name server: used when none answers, or before asking.
  std::vector<DnsRecord> static_records{};
  bool prefer_static = false;
  /// Among servers of equal priority, the one that chance has chosen first stays first, so that a
  /// phone registers and calls at one of them; many phones still spread by weight.
  bool keeps_choice = true;
};

/// RFC 3263 over any DnsClient: what `locate` misses is asked, cached, and located again. Questions
/// under way are asked once, however many requests wait for them.
class DnsResolver final : public Resolver {
 public:
  /// All borrowed. No answer comes after the resolver is gone.
  DnsResolver(DnsClient& client, const Clock& clock, RandomSource& random,
              DnsResolverOptions options = {});
  ~DnsResolver() override;

  void resolve(const sip::Uri& uri, Answer answer) override;
  [[nodiscard]] std::optional<std::chrono::seconds> time_to_live(const sip::Uri& uri) override;

  /// The transports may open after the resolver was made.
  void speak(std::vector<Spoken> spoken) { options_.spoken = std::move(spoken); }

 private:
  /// More searches at a time than any phone has; beyond, Unavailable.
  static constexpr std::size_t max_searches = 4096;

  struct Search {
    sip::Uri uri;
    Answer answer;
    std::uint64_t seed = 0;
    std::map<DnsQuestion, DnsAnswer> known;  ///< holds for this search, whatever its TTL
    std::size_t rounds = 0;
    std::size_t waiting_for = 0;
  };
  using SearchPtr = std::shared_ptr<Search>;

  void advance(const SearchPtr& search);
  const DnsAnswer* known(Search& search, const DnsQuestion& question);
  void ask(const SearchPtr& search, const DnsQuestion& question);
  void receive(const DnsQuestion& question, const DnsReply& reply);
  [[nodiscard]] std::optional<DnsAnswer> static_answer(const DnsQuestion& question) const;

  DnsClient& client_;
  const Clock& clock_;
  RandomSource& random_;
  DnsResolverOptions options_;
  std::uint64_t seed_;
  DnsCache cache_;
  std::map<DnsQuestion, std::vector<SearchPtr>> waiting_;
  std::size_t searches_ = 0;
  std::shared_ptr<DnsResolver*> self_;  ///< what the client's answers hold on to
};

}  // namespace offhook::transport
