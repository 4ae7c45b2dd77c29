// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "actors/sip/method.hpp"

namespace offhook::dialog {

/// How much a failure of a request inside a dialog ends (RFC 5057 §5).
enum class FailureScope : std::uint8_t {
  transaction,  ///< this request and nothing else
  usage,        ///< the call, or the subscription, that the request belongs to
  dialog,       ///< every usage of the dialog
};

namespace detail {
struct FailureRow {
  int status;
  FailureScope scope;
};
// RFC 5057 §5.1; a status that is not here objects to its request alone. 404, 410, 416, 484, 485
// and 604 mean the remote target that the peer gave us, 482, 483 and 502 the route set: what
// follows would fail as well. 501 "may or may not" end a usage, and RFC 3261 §14.1 keeps the
// session.
// clang-format off
inline constexpr auto failure_rows = std::to_array<FailureRow>({
    {404, FailureScope::dialog},
    {405, FailureScope::usage},
    {408, FailureScope::usage},   // §5.2: as a timeout
    {410, FailureScope::dialog},
    {416, FailureScope::dialog},
    {480, FailureScope::usage},
    {481, FailureScope::usage},
    {482, FailureScope::dialog},
    {483, FailureScope::dialog},  // by BYE: Max-Forwards of ours is 70 already
    {484, FailureScope::dialog},
    {485, FailureScope::dialog},
    {489, FailureScope::usage},   // of events alone
    {502, FailureScope::dialog},
    {604, FailureScope::dialog},
});
// clang-format on
}  // namespace detail

/// The request is part of the INVITE usage; what is not never harms it by a timeout or a refusal of
/// its method (RFC 5057 §5.2, §5.3).
[[nodiscard]] constexpr bool belongs_to_call(sip::Method method) {
  return method == sip::Method::invite || method == sip::Method::update ||
         method == sip::Method::prack || method == sip::Method::bye || method == sip::Method::info;
}

/// SUBSCRIBE, and NOTIFY, of a subscription that may share the dialog.
[[nodiscard]] constexpr bool belongs_to_subscription(sip::Method method) {
  return method == sip::Method::subscribe || method == sip::Method::notify;
}

/// `status` is that of the final response to a `method` of ours, 408 for none in time. A peer that
/// does not know a method says nothing about the call: 405 and 480 count for INVITE and events
/// alone. What refuses a REFER speaks of its Refer-To as a rule, and ends nothing.
[[nodiscard]] constexpr FailureScope failure_scope(sip::Method method, int status) {
  if (method == sip::Method::refer) return FailureScope::transaction;
  const bool of_events = belongs_to_subscription(method);
  for (const auto& row : detail::failure_rows) {
    if (row.status != status) continue;
    if (row.scope == FailureScope::dialog) return row.scope;
    if (status == 489 && !of_events) return FailureScope::transaction;
    const bool of_method = status == 405 || status == 480;
    if (of_method && method != sip::Method::invite && !of_events) return FailureScope::transaction;
    return belongs_to_call(method) || of_events ? row.scope : FailureScope::transaction;
  }
  return FailureScope::transaction;
}

/// Whether the call is over by it. A subscription that shares its dialog ends alone.
[[nodiscard]] constexpr bool ends_call(sip::Method method, int status) {
  const auto scope = failure_scope(method, status);
  return scope == FailureScope::dialog || (scope == FailureScope::usage && belongs_to_call(method));
}

}  // namespace offhook::dialog
