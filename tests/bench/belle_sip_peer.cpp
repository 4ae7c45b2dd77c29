// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include <belle-sip/belle-sip.h>

#include "tests/bench/peers.hpp"

namespace offhook::bench {
namespace {

std::string_view text_of(const char* text) { return text ? std::string_view(text) : ""; }

Address address_of(belle_sip_uri_t* uri) {
  const int port = belle_sip_uri_get_port(uri);
  return {text_of(belle_sip_uri_get_user(uri)), text_of(belle_sip_uri_get_host(uri)),
          static_cast<std::uint16_t>(port > 0 ? port : 0)};
}

Address address_of(belle_sip_header_address_t* header) {
  return address_of(belle_sip_header_address_get_uri(header));
}

bool parse(std::span<char> buffer, UseTyped use) {
  std::size_t read = 0;
  belle_sip_message_t* message = belle_sip_message_parse_raw(buffer.data(), buffer.size(), &read);
  if (!message) return false;
  Typed typed;
  const auto get = [&](auto* cast_tag, const char* name) {
    using T = decltype(cast_tag);
    return reinterpret_cast<T>(belle_sip_message_get_header(message, name));
  };
  auto* cseq = get(static_cast<belle_sip_header_cseq_t*>(nullptr), "CSeq");
  typed.method = text_of(belle_sip_header_cseq_get_method(cseq));
  typed.cseq = belle_sip_header_cseq_get_seq_number(cseq);
  if (belle_sip_message_is_request(message))
    typed.request_uri = address_of(belle_sip_request_get_uri(BELLE_SIP_REQUEST(message)));
  else
    typed.status =
        static_cast<unsigned>(belle_sip_response_get_status_code(BELLE_SIP_RESPONSE(message)));
  auto* via = get(static_cast<belle_sip_header_via_t*>(nullptr), "Via");
  typed.via_host = text_of(belle_sip_header_via_get_host(via));
  typed.branch = text_of(belle_sip_header_via_get_branch(via));
  auto* from = get(static_cast<belle_sip_header_from_t*>(nullptr), "From");
  typed.from = address_of(BELLE_SIP_HEADER_ADDRESS(from));
  typed.from_tag = text_of(belle_sip_header_from_get_tag(from));
  auto* to = get(static_cast<belle_sip_header_to_t*>(nullptr), "To");
  typed.to = address_of(BELLE_SIP_HEADER_ADDRESS(to));
  typed.to_tag = text_of(belle_sip_header_to_get_tag(to));
  auto* call_id = get(static_cast<belle_sip_header_call_id_t*>(nullptr), "Call-ID");
  typed.call_id = text_of(belle_sip_header_call_id_get_call_id(call_id));
  auto* contact = get(static_cast<belle_sip_header_contact_t*>(nullptr), "Contact");
  if (contact) typed.contact = address_of(BELLE_SIP_HEADER_ADDRESS(contact));
  auto* length = get(static_cast<belle_sip_header_content_length_t*>(nullptr), "Content-Length");
  typed.content_length =
      static_cast<std::uint32_t>(belle_sip_header_content_length_get_content_length(length));
  typed.body = std::string_view(buffer.data(), buffer.size()).substr(read);
  use(typed);
  belle_sip_object_unref(message);
  return true;
}

bool serialize(std::span<char> buffer, std::size_t times, UseText use) {
  std::size_t read = 0;
  belle_sip_message_t* message = belle_sip_message_parse_raw(buffer.data(), buffer.size(), &read);
  bool good = message != nullptr;
  for (std::size_t i = 0; good && i < times; ++i) {
    char* text = belle_sip_message_to_string(message);
    good = text != nullptr;
    if (good) use(text);
    belle_sip_free(text);
  }
  if (message) belle_sip_object_unref(message);
  return good;
}

}  // namespace

const Peer belle_sip_peer = {"belle-sip", parse, serialize, nullptr};

}  // namespace offhook::bench
