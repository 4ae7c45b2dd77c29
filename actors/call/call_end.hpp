// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace offhook::call {

/// Every way a call ends.
enum class EndCause : std::uint8_t {
  hung_up_here,        ///< we sent BYE
  hung_up_there,       ///< the peer sent BYE
  cancelled_here,      ///< we gave up before an answer
  cancelled_there,     ///< the caller gave up: a missed call
  answered_elsewhere,  ///< another phone took it (RFC 3326): not missed
  refused_here,        ///< we answered 4xx-6xx
  refused_there,       ///< the peer or a proxy answered 4xx-6xx
  no_response,         ///< nobody answered our request in 64*T1 (408)
  transport_failed,    ///< the network refused (503)
  media_failed,        ///< no common codec, or no port for sound (488)
  answer_not_acked,    ///< our 200 was never acknowledged (RFC 3261 §13.3.1.4), or a reliable 18x
  dialog_lost,         ///< the peer no longer knows the dialog (481, 408 in dialog, session timer)
  internal_error,      ///< an actor of ours failed
  transferred,         ///< we sent BYE, because the peer now talks to whom we sent it to
  replaced,            ///< we sent BYE, because another call took its place (RFC 3891)
  forwarded_here,      ///< we answered 3xx: it goes on elsewhere
  forwarded_there,  ///< 3xx that we do not follow: another proxy or service (305, 380), no target
  address_incomplete,  ///< 484: more digits may do
  session_refused,     ///< 488 or 606: the peer cannot use our session; see `warning`
  security_refused,    ///< 493 or 494: the peer wants a protection that we have not (RFC 3329)
};

constexpr std::string_view to_string(EndCause cause) {
  constexpr std::string_view names[] = {
      "hung_up_here",       "hung_up_there",      "cancelled_here",   "cancelled_there",
      "answered_elsewhere", "refused_here",       "refused_there",    "no_response",
      "transport_failed",   "media_failed",       "answer_not_acked", "dialog_lost",
      "internal_error",     "transferred",        "replaced",         "forwarded_here",
      "forwarded_there",    "address_incomplete", "session_refused",  "security_refused"};
  static_assert(std::size(names) == static_cast<std::size_t>(EndCause::security_refused) + 1);
  return names[static_cast<std::size_t>(cause)];
}

/// What a refusal of our INVITE means by its status.
constexpr EndCause cause_of_refusal(int status) {
  if (status < 400) return EndCause::forwarded_there;
  if (status == 484) return EndCause::address_incomplete;
  if (status == 488 || status == 606) return EndCause::session_refused;
  if (status == 493 || status == 494) return EndCause::security_refused;
  return EndCause::refused_there;
}

/// Why a call is over: for people and programs. `sip_status` is 0 where no status was exchanged.
struct CallEnd {
  EndCause cause = EndCause::hung_up_here;
  int sip_status = 0;
  std::string reason;  ///< reason phrase or our words
  /// When the peer wants to be called again at the earliest (RFC 3261 §20.33).
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
  std::string warning{};  ///< what a refusal says of itself (§20.43): the first text, or empty

  /// "local", "remote" or "failed".
  [[nodiscard]] std::string_view by() const {
    switch (cause) {
      case EndCause::hung_up_here:
      case EndCause::cancelled_here:
      case EndCause::refused_here:
      case EndCause::transferred:
      case EndCause::forwarded_here:
        return "local";
      case EndCause::hung_up_there:
      case EndCause::cancelled_there:
      case EndCause::answered_elsewhere:
      case EndCause::refused_there:
      case EndCause::replaced:
      case EndCause::forwarded_there:
      case EndCause::address_incomplete:
      case EndCause::session_refused:
      case EndCause::security_refused:
        return "remote";
      default:
        return "failed";
    }
  }
};

}  // namespace offhook::call
