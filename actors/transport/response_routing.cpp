// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/response_routing.hpp"

#include <utility>

#include "actors/sip/draft.hpp"
#include "actors/sip/headers.hpp"
#include "actors/transport/domain.hpp"

namespace offhook::transport {
namespace {

/// As for a request that could be read; back to the source if even its Via is malformed.
Endpoint refusal_target(std::string_view top, const Endpoint& source) {
  auto via = sip::parse_via(top);
  if (!via.ok()) return source;
  const std::string received = source.address.to_string();
  via->received = received;
  if (via->rport) via->rport = source.port;
  const auto hop = response_hop(*via);
  return hop ? hop->remote : source;
}

constexpr std::uint64_t fnv(std::string_view text, std::uint64_t hash) {
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash;
}

}  // namespace

std::optional<Hop> response_hop(const sip::Via& top) {
  const std::uint16_t sent_by_port = top.effective_port();
  if (!top.maddr.empty())
    if (const auto address = IpAddress::parse(top.maddr))
      return Hop{Protocol::udp, {*address, sent_by_port}};
  if (!top.received.empty())
    if (const auto address = IpAddress::parse(top.received)) {
      const std::uint16_t port = top.rport && *top.rport != 0 ? *top.rport : sent_by_port;
      return Hop{Protocol::udp, {*address, port}};
    }
  if (const auto address = IpAddress::parse(top.host))
    return Hop{Protocol::udp, {*address, sent_by_port}};
  return std::nullopt;
}

std::optional<Hop> response_hop(const sip::Via& top, const Hop& from) {
  return from.protocol == Protocol::udp ? response_hop(top) : from;
}

std::optional<Hop> reconnect_hop(const sip::Via& top, Protocol protocol) {
  if (protocol == Protocol::udp || protocol == Protocol::ws || protocol == Protocol::wss)
    return std::nullopt;
  const std::string_view host = top.received.empty() ? top.host : top.received;
  const auto address = IpAddress::parse(host);
  if (!address) return std::nullopt;
  Hop hop{protocol, {*address, top.effective_port()}};
  if (is_secure(protocol)) hop.domain = domain_of(top.host);
  return hop;
}

std::optional<Refusal> refuse(const sip::ParseFailure& failure, const Endpoint& source,
                              std::uint64_t tag_secret) {
  if (failure.status_to_answer == 0) return std::nullopt;
  std::string_view call_id, vias;
  for (const auto& [id, value] : failure.echo) {
    if (id == sip::HeaderId::call_id && call_id.empty()) call_id = value;
    if (id == sip::HeaderId::via && vias.empty()) vias = value;
  }
  const auto values = sip::split_list(vias);
  if (values.empty()) return std::nullopt;
  auto octets = sip::refusal(failure, stateless_tag(tag_secret, call_id, values.front()));
  if (!octets) return std::nullopt;
  return Refusal{*std::move(octets), refusal_target(values.front(), source)};
}

LastWord last_word(const sip::StreamFailure& failure, const Endpoint& source,
                   std::uint64_t tag_secret) {
  LastWord word{"", std::string(to_string(failure.error))};
  auto parsed = sip::parse_datagram(failure.text);
  auto* refused = std::get_if<sip::ParseFailure>(&parsed);
  if (refused == nullptr) {
    // A datagram could be so: without Content-Length it ends where it ends.
    const auto& message = *std::get<sip::MessagePtr>(parsed);
    if (!message.is_request() || message.method() == sip::Method::ack) return word;
    const auto tag = stateless_tag(tag_secret, message.call_id(), message.top_via().branch);
    auto answer = sip::Draft::response(message, 400, word.why, tag).try_build();
    if (answer.ok()) word.answer = (*answer)->text();
    return word;
  }
  if (failure.error == sip::StreamError::too_long && refused->status_to_answer != 0)
    refused->status_to_answer = 513;  // RFC 3261 §21.5.7
  if (auto refusal = refuse(*refused, source, tag_secret)) word.answer = std::move(refusal->octets);
  return word;
}

std::string stateless_tag(std::uint64_t secret, std::string_view call_id, std::string_view branch) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::uint64_t hash = fnv(branch, fnv("\n", fnv(call_id, secret ^ 0xCBF29CE484222325)));
  hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;  // every bit into every digit
  hash ^= hash >> 33;
  std::string tag;
  for (int i = 0; i < 16; ++i, hash >>= 4) tag.push_back(digits[hash & 15]);
  return tag;
}

}  // namespace offhook::transport
