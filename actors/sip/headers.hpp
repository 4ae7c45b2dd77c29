// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/sip/auth_header.hpp"
#include "actors/sip/header_id.hpp"
#include "actors/sip/method.hpp"
#include "actors/sip/params.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::sip {

/// From, To, Route, Refer-To, …: name-addr or addr-spec with parameters (RFC 3261 §20.10). Without
/// angle brackets the parameters belong to the header, not to the URI.
struct NameAddr {
  std::string display_name;  ///< unquoted
  Uri uri;
  Params params;

  /// Empty if there is none (RFC 2543 peers, To of a first request).
  [[nodiscard]] std::string tag() const;
  [[nodiscard]] std::optional<std::string_view> param(std::string_view name) const&;
  std::optional<std::string_view> param(std::string_view name) const&& = delete;
};

/// Parses one value, not a list. InvalidArgument names the byte offset.
[[nodiscard]] absl::StatusOr<NameAddr> parse_name_addr(std::string_view text);
/// Always with angle brackets; the display name quoted and escaped where it must be.
[[nodiscard]] std::string to_string(const NameAddr& address);

/// Contact (RFC 3261 §20.10): an address, or the `*` of a REGISTER that removes all bindings.
struct Contact {
  bool is_star = false;
  NameAddr address;

  /// expires parameter in seconds, saturating at 2^32-1; malformed is 3600 (§10.3); absent nullopt.
  [[nodiscard]] std::optional<std::uint32_t> expires() const;
  /// q parameter in thousandths, 0..1000; 1000 if absent or malformed.
  [[nodiscard]] int q() const;
};
[[nodiscard]] absl::StatusOr<Contact> parse_contact(std::string_view text);
[[nodiscard]] std::string to_string(const Contact& contact);

/// CSeq (RFC 3261 §20.16). `method_text` borrows from the parsed text.
struct CSeq {
  std::uint32_t number = 0;  ///< below 2^31
  Method method = Method::other;
  std::string_view method_text;
};
/// Offset of the part that breaks it, or npos.
[[nodiscard]] std::size_t scan_cseq(std::string_view text, CSeq& cseq);
[[nodiscard]] absl::StatusOr<CSeq> parse_cseq(std::string_view text);

/// RAck of a PRACK (RFC 3262 §7.2): "776656 1 INVITE".
struct RAck {
  std::uint32_t response_number = 0;
  CSeq cseq;
};
[[nodiscard]] absl::StatusOr<RAck> parse_rack(std::string_view text);

/// A value with parameters: Event, Subscription-State, Reason, Content-Type, Retry-After, Replaces,
/// Session-Expires, Alert-Info. Borrows from the text.
struct ValueWithParams {
  std::string_view value;   ///< "application/sdp"
  std::string_view params;  ///< ";charset=utf-8", for `find_param`

  /// A parameter, quotes as written; empty for a flag.
  [[nodiscard]] std::optional<std::string_view> param(std::string_view name) const {
    return find_param(params, name);
  }
};
/// Splits at the first ';' outside quotes and brackets. Never fails; check what you need.
[[nodiscard]] ValueWithParams split_params(std::string_view text);

/// Reason (RFC 3326): one value, `Q.850;cause=16;text="Terminated"`.
struct Reason {
  std::string protocol;  ///< "SIP", "Q.850"
  std::optional<int> cause;
  std::string text;  ///< unquoted
};
[[nodiscard]] absl::StatusOr<Reason> parse_reason(std::string_view text);
[[nodiscard]] std::string to_string(const Reason& reason);

/// A number of seconds or a count: Expires, Min-Expires, Max-Forwards, Content-Length, RSeq.
/// Digits alone; a number that does not fit saturates at 2^32-1. Nullopt for anything else.
[[nodiscard]] std::optional<std::uint32_t> parse_number(std::string_view text);

/// Retry-After (RFC 3261 §20.33): its seconds, whatever comment and parameters follow.
[[nodiscard]] std::optional<std::uint32_t> parse_retry_after(std::string_view text);

/// Values of a comma-separated list; commas in quotes or <> do not separate. Empty
/// elements are dropped. Borrows from the text.
[[nodiscard]] std::vector<std::string_view> split_list(std::string_view text);
/// A token (option tag, method, event) is in such a list. Case does not matter.
[[nodiscard]] bool list_contains(std::string_view list, std::string_view token);

}  // namespace offhook::sip
