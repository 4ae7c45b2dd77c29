// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/dns_resolver.hpp"

#include <utility>

namespace offhook::transport {

DnsResolver::DnsResolver(DnsClient& client, const Clock& clock, RandomSource& random,
                         DnsResolverOptions options)
    : client_(client),
      clock_(clock),
      random_(random),
      options_(std::move(options)),
      seed_(random.next()),
      self_(std::make_shared<DnsResolver*>(this)) {}

DnsResolver::~DnsResolver() { *self_ = nullptr; }

void DnsResolver::resolve(const sip::Uri& uri, Answer answer) {
  if (searches_ >= max_searches) return answer(unavailable("too many names are being looked up"));
  ++searches_;
  auto search = std::make_shared<Search>();
  search->uri = uri;
  search->seed = options_.keeps_choice ? seed_ : random_.next();
  search->answer = std::move(answer);
  advance(search);
}

std::optional<std::chrono::seconds> DnsResolver::time_to_live(const sip::Uri& uri) {
  const auto location = locate(
      uri, options_.spoken,
      [&](const DnsQuestion& question) { return cache_.find(question, clock_.now()); }, 0);
  if (!location.missing.empty() || !location.hops.ok()) return std::nullopt;
  return location.ttl;
}

void DnsResolver::advance(const SearchPtr& search) {
  auto location = locate(
      search->uri, options_.spoken,
      [&](const DnsQuestion& question) { return known(*search, question); }, search->seed);
  if (location.missing.empty() || ++search->rounds > max_location_rounds) {
    --searches_;
    return search->answer(std::move(location.hops));
  }
  search->waiting_for = location.missing.size();
  for (const auto& question : location.missing) ask(search, question);
}

const DnsAnswer* DnsResolver::known(Search& search, const DnsQuestion& question) {
  if (const auto found = search.known.find(question); found != search.known.end())
    return &found->second;
  const DnsAnswer* cached = cache_.find(question, clock_.now());
  if (cached != nullptr) return &search.known.emplace(question, *cached).first->second;
  if (!options_.prefer_static) return nullptr;
  auto fixed = static_answer(question);
  return fixed ? &search.known.emplace(question, *std::move(fixed)).first->second : nullptr;
}

void DnsResolver::ask(const SearchPtr& search, const DnsQuestion& question) {
  const auto [waiting, is_new] = waiting_.try_emplace(question);
  waiting->second.push_back(search);
  if (!is_new) return;
  client_.ask(question, [self = self_, question](const DnsReply& reply) {
    if (*self != nullptr) (*self)->receive(question, reply);
  });
}

void DnsResolver::receive(const DnsQuestion& question, const DnsReply& reply) {
  auto waiting = waiting_.extract(question);
  if (waiting.empty()) return;
  DnsAnswer answer = cache_.put(question, read_reply(question, reply), clock_.now());
  if (answer.outcome == DnsOutcome::server_failed || answer.outcome == DnsOutcome::no_reply)
    if (auto fixed = static_answer(question)) answer = *std::move(fixed);
  for (const auto& search : waiting.mapped()) {
    search->known.insert_or_assign(question, answer);
    if (--search->waiting_for == 0) advance(search);
  }
}

std::optional<DnsAnswer> DnsResolver::static_answer(const DnsQuestion& question) const {
  DnsReply reply{DnsOutcome::found, options_.static_records, {}};
  auto answer = read_reply(question, reply);
  if (answer.outcome != DnsOutcome::found && answer.alias.empty()) return std::nullopt;
  return answer;
}

}  // namespace offhook::transport
