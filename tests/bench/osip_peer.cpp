// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <string_view>

#include <osipparser2/osip_parser.h>
#include <osipparser2/sdp_message.h>
#include <sys/time.h>

#include "tests/bench/peers.hpp"

namespace offhook::bench {
namespace {

std::string_view text_of(const char* text) { return text ? std::string_view(text) : ""; }

Address address_of(const osip_uri_t* uri) {
  return {text_of(uri->username), text_of(uri->host),
          static_cast<std::uint16_t>(uri->port ? std::atoi(uri->port) : 0)};
}

std::string_view tag_of(osip_from_t* address) {
  osip_generic_param_t* tag = nullptr;
  osip_from_get_tag(address, &tag);
  return tag ? text_of(tag->gvalue) : "";
}

osip_message_t* read(std::span<char> buffer) {
  static const bool ready = parser_init() == 0;
  osip_message_t* message = nullptr;
  osip_message_init(&message);
  if (ready && osip_message_parse(message, buffer.data(), buffer.size()) == 0) return message;
  osip_message_free(message);
  return nullptr;
}

bool parse(std::span<char> buffer, UseTyped use) {
  osip_message_t* message = read(buffer);
  if (!message) return false;
  Typed typed;
  typed.method = text_of(message->cseq->method);
  typed.status = static_cast<unsigned>(message->status_code);
  if (message->req_uri) typed.request_uri = address_of(message->req_uri);
  osip_via_t* via = nullptr;
  osip_message_get_via(message, 0, &via);
  typed.via_host = text_of(via->host);
  osip_generic_param_t* branch = nullptr;
  osip_via_param_get_byname(via, const_cast<char*>("branch"), &branch);
  if (branch) typed.branch = text_of(branch->gvalue);
  typed.from = address_of(message->from->url);
  typed.from_tag = tag_of(message->from);
  typed.to = address_of(message->to->url);
  typed.to_tag = tag_of(message->to);
  typed.call_id = text_of(message->call_id->number);  // and the host apart from it
  typed.cseq = static_cast<std::uint32_t>(std::strtoul(message->cseq->number, nullptr, 10));
  osip_contact_t* contact = nullptr;
  if (osip_message_get_contact(message, 0, &contact) >= 0) typed.contact = address_of(contact->url);
  if (message->content_length)
    typed.content_length =
        static_cast<std::uint32_t>(std::strtoul(message->content_length->value, nullptr, 10));
  osip_body_t* body = nullptr;
  if (osip_message_get_body(message, 0, &body) >= 0) typed.body = {body->body, body->length};
  use(typed);
  osip_message_free(message);
  return true;
}

bool serialize(std::span<char> buffer, std::size_t times, UseText use) {
  osip_message_t* message = read(buffer);
  bool good = message != nullptr;
  for (std::size_t i = 0; good && i < times; ++i) {
    char* text = nullptr;
    std::size_t length = 0;
    osip_message_force_update(message);
    good = osip_message_to_str(message, &text, &length) == 0;
    if (good) use({text, length});
    osip_free(text);
  }
  osip_message_free(message);
  return good;
}

bool parse_sdp(std::string_view text) {
  sdp_message_t* session = nullptr;
  sdp_message_init(&session);
  const bool good = sdp_message_parse(session, text.data()) == 0;
  sdp_message_free(session);
  return good;
}

}  // namespace

const Peer osip_peer = {"osip2", parse, serialize, parse_sdp};

}  // namespace offhook::bench
