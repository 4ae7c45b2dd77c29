// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a URI, an address, a Via: what is accepted reads the same when written again.
#include <cstddef>
#include <cstdint>

#include "actors/sip/headers.hpp"
#include "actors/sip/uri.hpp"
#include "actors/sip/via.hpp"

namespace offhook::sip {
namespace {

void check_uri(std::string_view text) {
  const auto uri = parse_uri(text);
  if (!uri.ok()) return;
  const auto again = parse_uri(to_string(*uri));
  OFFHOOK_CHECK(again.ok() && *again == *uri);
  OFFHOOK_CHECK(equivalent(*uri, *again));
  (void)uri->effective_port();
  (void)uri->transport();
  (void)uri->is_loose_router();
  (void)unescape(uri->user);
}

void check_address(std::string_view text) {
  const auto address = parse_name_addr(text);
  if (!address.ok()) return;
  const auto again = parse_name_addr(to_string(*address));
  OFFHOOK_CHECK(again.ok() && again->uri == address->uri && again->params == address->params);
  OFFHOOK_CHECK(again->display_name == address->display_name);
  const auto contact = parse_contact(text);
  OFFHOOK_CHECK(contact.ok());
  (void)contact->expires();
  OFFHOOK_CHECK(contact->q() >= 0 && contact->q() <= 1000);
}

void check_via(std::string_view text) {
  const auto via = parse_via(text);
  if (!via.ok()) return;
  const std::string written = to_string(*via);
  const auto again = parse_via(written);
  OFFHOOK_CHECK(again.ok() && again->branch == via->branch && again->host == via->host);
  OFFHOOK_CHECK(again->effective_port() == via->effective_port());
}

}  // namespace
}  // namespace offhook::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  offhook::sip::check_uri(text);
  offhook::sip::check_address(text);
  offhook::sip::check_via(text);
  return 0;
}
