// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as the value of every header that has a type: what is accepted reads the same when
// written again, and padded text reads as any other.
#include "actors/sip/headers.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "actors/base/status.hpp"
#include "actors/sip/asserted_identity.hpp"
#include "actors/sip/auth_header.hpp"
#include "actors/sip/cseq_scan.hpp"
#include "actors/sip/event.hpp"
#include "actors/sip/forwarding.hpp"
#include "actors/sip/name_addr_scan.hpp"
#include "actors/sip/refer_to.hpp"
#include "actors/sip/replaces.hpp"
#include "actors/sip/session_expires.hpp"
#include "actors/sip/via_scan.hpp"

namespace offhook::sip {
namespace {

/// Writes it, reads it, and writes it again: the texts must not differ.
template <class Value>
void check_round(const absl::StatusOr<Value>& value,
                 absl::StatusOr<Value> (*read)(std::string_view)) {
  if (!value.ok()) return;
  const std::string text = to_string(*value);
  const auto again = read(text);
  OFFHOOK_CHECK(again.ok());
  OFFHOOK_CHECK(to_string(*again) == text);
}

void check_values(std::string_view text) {
  check_round(parse_replaces(text), parse_replaces);
  check_round(parse_event(text), parse_event);
  check_round(parse_subscription_state(text), parse_subscription_state);
  check_round(parse_session_expires(text), parse_session_expires);
  check_round(parse_reason(text), parse_reason);
  check_round(parse_referred_by(text), parse_referred_by);
  check_round(parse_refer_to(text), parse_refer_to);
  check_round(parse_diversion(text), parse_diversion);
  check_round(parse_history_entry(text), parse_history_entry);
  check_round(parse_contact(text), parse_contact);
  check_round(parse_challenge(text), parse_challenge);
  check_round(parse_credentials(text), parse_credentials);
  OFFHOOK_CHECK(parse_privacy(to_string(parse_privacy(text))) == parse_privacy(text));
  (void)parse_min_se(text);
  (void)parse_refer_sub(text);
  (void)parse_rack(text);
  (void)parse_number(text);
  (void)parse_retry_after(text);
  (void)parse_header_name(text);
  for (std::string_view element : split_list(text)) (void)list_contains(text, element);
}

/// The parser's own way, on text with octets behind it, tells the same as the way of all others.
void check_padded(std::string_view text) {
  const std::string copy = std::string(text) + std::string(64, 'a');
  const grammar::Padded padded({copy.data(), text.size()});

  NameAddrParts plain, fast;
  const std::size_t bad = scan_name_addr(text, plain);
  OFFHOOK_CHECK(scan_name_addr_in(padded, fast) == bad);
  OFFHOOK_CHECK(fast.tag == plain.tag && fast.uri == plain.uri);
  OFFHOOK_CHECK(fast.uri_parts.host == plain.uri_parts.host);
  OFFHOOK_CHECK(fast.uri_parts.user == plain.uri_parts.user);
  OFFHOOK_CHECK(fast.uri_parts.params == plain.uri_parts.params);

  Via plain_via, fast_via;
  grammar::Padded rest = padded;
  const std::size_t bad_via = scan_via(text, plain_via);
  OFFHOOK_CHECK(scan_via_in(rest, fast_via) == (bad_via == grammar::npos));
  OFFHOOK_CHECK(fast_via.branch == plain_via.branch && fast_via.host == plain_via.host);

  CSeq plain_cseq, fast_cseq;
  OFFHOOK_CHECK(scan_cseq_in(padded, fast_cseq) == scan_cseq(text, plain_cseq));

  std::string_view list = text, element;
  grammar::Padded fast_list = padded, fast_element;
  while (grammar::next_element(list, element)) {
    OFFHOOK_CHECK(grammar::next_element(fast_list, fast_element));
    OFFHOOK_CHECK(element == fast_element);
  }
  OFFHOOK_CHECK(!grammar::next_element(fast_list, fast_element));
}

}  // namespace
}  // namespace offhook::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  offhook::sip::check_values(text);
  offhook::sip::check_padded(text);
  return 0;
}
