// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <string_view>

#include <sofia-sip/sdp.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_protos.h>

#include "tests/bench/peers.hpp"

namespace offhook::bench {
namespace {

std::string_view text_of(const char* text) { return text ? std::string_view(text) : ""; }

Address address_of(const url_t* url) {
  return {text_of(url->url_user), text_of(url->url_host),
          static_cast<std::uint16_t>(url->url_port ? std::atoi(url->url_port) : 0)};
}

bool parse(std::span<char> buffer, UseTyped use) {
  msg_t* message =
      msg_make(sip_default_mclass(), 0, buffer.data(), static_cast<ssize_t>(buffer.size()));
  const sip_t* sip = sip_object(message);
  if (!sip || sip->sip_error || !sip->sip_via || !sip->sip_cseq) {
    msg_destroy(message);
    return false;
  }
  Typed typed;
  typed.method = sip->sip_cseq->cs_method_name;
  if (sip->sip_status) typed.status = static_cast<unsigned>(sip->sip_status->st_status);
  if (sip->sip_request) typed.request_uri = address_of(sip->sip_request->rq_url);
  typed.via_host = text_of(sip->sip_via->v_host);
  typed.branch = text_of(sip->sip_via->v_branch);
  typed.from = address_of(sip->sip_from->a_url);
  typed.from_tag = text_of(sip->sip_from->a_tag);
  typed.to = address_of(sip->sip_to->a_url);
  typed.to_tag = text_of(sip->sip_to->a_tag);
  typed.call_id = text_of(sip->sip_call_id->i_id);
  typed.cseq = sip->sip_cseq->cs_seq;
  if (sip->sip_contact) typed.contact = address_of(sip->sip_contact->m_url);
  typed.content_length = static_cast<std::uint32_t>(sip->sip_content_length->l_length);
  if (sip->sip_payload) typed.body = {sip->sip_payload->pl_data, sip->sip_payload->pl_len};
  use(typed);
  msg_destroy(message);
  return true;
}

bool serialize(std::span<char> buffer, std::size_t times, UseText use) {
  msg_t* message =
      msg_make(sip_default_mclass(), 0, buffer.data(), static_cast<ssize_t>(buffer.size()));
  sip_t* sip = sip_object(message);
  bool good = sip != nullptr;
  for (std::size_t i = 0; good && i < times; ++i) {
    size_t length = 0;
    char* text = msg_as_string(nullptr, message, reinterpret_cast<msg_pub_t*>(sip), 0, &length);
    good = text != nullptr;
    if (good) use({text, length});
    std::free(text);
  }
  msg_destroy(message);
  return good;
}

bool parse_sdp(std::string_view text) {
  sdp_parser_t* parser = sdp_parse(nullptr, text.data(), static_cast<issize_t>(text.size()), 0);
  const bool good = sdp_session(parser) != nullptr;
  sdp_parser_free(parser);
  return good;
}

}  // namespace

const Peer sofia_peer = {"sofia-sip", parse, serialize, parse_sdp};

}  // namespace offhook::bench
