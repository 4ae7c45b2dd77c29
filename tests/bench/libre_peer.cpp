// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

extern "C" {
#include <re.h>
}

#include "tests/bench/peers.hpp"

namespace offhook::bench {
namespace {

std::string_view text_of(const pl& part) { return {part.p, part.l}; }

Address address_of(const uri& uri) { return {text_of(uri.user), text_of(uri.host), uri.port}; }

/// The sent-by holds the port too.
std::string_view host_of(const pl& sent_by) {
  const std::string_view text = text_of(sent_by);
  return text.substr(0, text.find(':'));
}

bool parse(std::span<char> buffer, UseTyped use) {
  mbuf* octets = mbuf_alloc(buffer.size());
  mbuf_write_mem(octets, reinterpret_cast<const std::uint8_t*>(buffer.data()), buffer.size());
  octets->pos = 0;
  sip_msg* message = nullptr;
  if (sip_msg_decode(&message, octets) != 0) {
    mem_deref(octets);
    return false;
  }
  Typed typed;
  typed.method = text_of(message->cseq.met);
  typed.status = message->scode;
  if (message->req) typed.request_uri = address_of(message->uri);
  typed.via_host = host_of(message->via.sentby);
  typed.branch = text_of(message->via.branch);
  typed.from = address_of(message->from.uri);
  typed.from_tag = text_of(message->from.tag);
  typed.to = address_of(message->to.uri);
  typed.to_tag = text_of(message->to.tag);
  typed.call_id = text_of(message->callid);
  typed.cseq = message->cseq.num;
  sip_addr contact{};
  const sip_hdr* header = sip_msg_hdr(message, SIP_HDR_CONTACT);
  if (header && sip_addr_decode(&contact, &header->val) == 0)
    typed.contact = address_of(contact.uri);
  typed.content_length = pl_u32(&message->clen);
  typed.body = {reinterpret_cast<const char*>(mbuf_buf(octets)), mbuf_get_left(octets)};
  use(typed);
  mem_deref(message);
  mem_deref(octets);
  return true;
}

}  // namespace

const Peer libre_peer = {"libre", parse, nullptr, nullptr};

}  // namespace offhook::bench
