// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sdp/parser.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/parser.hpp"
#include "tests/bench/peers.hpp"

namespace offhook::bench {
namespace {

Address address_of(const sip::UriParts& uri) { return {uri.user, uri.host, uri.port}; }

sip::MessagePtr read(std::span<char> buffer) {
  return sip::message_or_null(sip::parse_datagram({buffer.data(), buffer.size()}));
}

bool parse(std::span<char> buffer, UseTyped use) {
  const sip::MessagePtr message = read(buffer);
  if (!message) return false;
  Typed typed;
  const sip::Message& m = *message;
  typed.method = m.method_text();
  typed.status = static_cast<unsigned>(m.status());
  typed.request_uri = address_of(m.request_uri_parts());
  typed.from = address_of(m.from_parts().uri_parts);
  typed.to = address_of(m.to_parts().uri_parts);
  if (const auto* contact = m.contact_parts()) typed.contact = address_of(contact->uri_parts);
  typed.via_host = m.top_via().host;
  typed.branch = m.top_via().branch;
  typed.from_tag = m.from_tag();
  typed.to_tag = m.to_tag();
  typed.call_id = m.call_id();
  typed.cseq = m.cseq().number;
  typed.content_length =
      sip::parse_number(m.header(sip::HeaderId::content_length).value_or("")).value_or(0);
  typed.body = m.body();
  use(typed);
  return true;
}

bool serialize(std::span<char> buffer, std::size_t times, UseText use) {
  const sip::MessagePtr message = read(buffer);
  if (!message) return false;
  const sip::Draft draft = sip::Draft::copy(*message);
  for (std::size_t i = 0; i < times; ++i) use(draft.serialize());
  return true;
}

bool parse_sdp(std::string_view text) { return sdp::parse(text).ok(); }

}  // namespace

const Peer offhook_peer = {"offhook", parse, serialize, parse_sdp};

}  // namespace offhook::bench
