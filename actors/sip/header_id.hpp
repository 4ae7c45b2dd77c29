// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace offhook::sip {

/// The header fields we know by name; all others are `other` and kept as they came.
enum class HeaderId : std::uint8_t {
  other,
  // RFC 3261 §20
  accept,
  accept_encoding,
  accept_language,
  alert_info,
  allow,
  authentication_info,
  authorization,
  call_id,
  call_info,
  contact,
  content_disposition,
  content_encoding,
  content_language,
  content_length,
  content_type,
  cseq,
  date,
  error_info,
  expires,
  from,
  in_reply_to,
  max_forwards,
  mime_version,
  min_expires,
  organization,
  priority,
  proxy_authenticate,
  proxy_authorization,
  proxy_require,
  record_route,
  reply_to,
  require,
  retry_after,
  route,
  server,
  subject,
  supported,
  timestamp,
  to,
  unsupported,
  user_agent,
  via,
  warning,
  www_authenticate,
  // Extensions
  allow_events,          // RFC 6665
  answer_mode,           // RFC 5373
  diversion,             // RFC 5806
  event,                 // RFC 6665
  flow_timer,            // RFC 5626
  history_info,          // RFC 7044
  identity,              // RFC 8224
  info_package,          // RFC 6086
  join,                  // RFC 3911
  min_se,                // RFC 4028
  p_asserted_identity,   // RFC 3325
  p_associated_uri,      // RFC 7315
  p_preferred_identity,  // RFC 3325
  path,                  // RFC 3327
  privacy,               // RFC 3323
  rack,                  // RFC 3262
  reason,                // RFC 3326
  recv_info,             // RFC 6086
  refer_sub,             // RFC 4488
  refer_to,              // RFC 3515
  referred_by,           // RFC 3892
  remote_party_id,       // the draft before RFC 3325, still sent
  replaces,              // RFC 3891
  request_disposition,   // RFC 3841
  rseq,                  // RFC 3262
  service_route,         // RFC 3608
  session_expires,       // RFC 4028
  sip_etag,              // RFC 3903
  sip_if_match,          // RFC 3903
  subscription_state,    // RFC 6665
  user_to_user,          // RFC 7433
};
inline constexpr std::size_t header_id_count = static_cast<std::size_t>(HeaderId::user_to_user) + 1;

/// Long or compact name, any case: "Via", "v", "VIA".
[[nodiscard]] HeaderId parse_header_name(std::string_view name);
/// The long name; empty for `other`.
[[nodiscard]] std::string_view to_string(HeaderId id);
/// The name of one letter (RFC 3261 §7.3.3), or the long one if there is none.
[[nodiscard]] std::string_view compact_name(HeaderId id);
/// Its value is a comma-separated list, so one field with two values equals two fields
/// (RFC 3261 §7.3.1). Credentials and challenges hold commas and are no lists.
[[nodiscard]] bool is_list(HeaderId id);

}  // namespace offhook::sip
