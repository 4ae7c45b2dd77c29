// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "actors/sip/call_options.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"
#include "actors/sip/session_expires.hpp"

namespace offhook::dialog {

/// What an account wants of session timers.
struct SessionTimerTerms {
  sip::Use use = sip::Use::off;
  std::chrono::seconds expires = sip::usual_session;
  std::chrono::seconds min_se = sip::shortest_session;
  std::optional<sip::Refresher> refresher = std::nullopt;
};

/// Who refreshes a session, RFC 4028 §9 table 2: what the answer says for what the request said.
/// `preferred` is our choice where we have one.
[[nodiscard]] constexpr sip::Refresher choose_refresher(bool uac_supports,
                                                        std::optional<sip::Refresher> requested,
                                                        sip::Refresher preferred) {
  if (!uac_supports) return sip::Refresher::uas;
  return requested.value_or(preferred);
}

/// The session timer of one dialog (RFC 4028): what our messages say of it, what those of the peer
/// make of it. A value: the clock is its user's.
class SessionTimer {
 public:
  explicit SessionTimer(SessionTimerTerms terms) : terms_(terms), expires_(terms.expires) {}

  // Our INVITE or UPDATE (§7).
  void write_request(sip::Draft& draft) const;
  /// A 422: asks for longer next time. False if it does not say how long, or said so before.
  bool accept_minimum(const sip::Message& response);
  /// The 2xx to it.
  void accept_response(const sip::Message& success);

  // The peer's INVITE or UPDATE (§9).
  /// The interval is shorter than we allow: answer 422 with our Min-SE.
  [[nodiscard]] std::optional<std::chrono::seconds> too_short(const sip::Message& request) const;
  /// Takes it, which a 2xx must follow; `write_response` for that.
  void accept_request(const sip::Message& request);
  void write_response(sip::Draft& draft) const;

  /// The session has an end unless refreshed.
  [[nodiscard]] bool is_running() const { return interval_.has_value(); }
  [[nodiscard]] bool we_refresh() const { return we_refresh_; }
  /// From the last 2xx to our refresh (§7.2: half the interval).
  [[nodiscard]] std::chrono::seconds refresh_after() const { return *interval_ / 2; }
  /// From the last 2xx to our BYE: shortly before the end (§10).
  [[nodiscard]] std::chrono::seconds end_after() const;

 private:
  SessionTimerTerms terms_;
  std::chrono::seconds expires_;          ///< what we ask for
  std::chrono::seconds peer_min_se_{90};  ///< the largest a 422 or a request named
  std::optional<std::chrono::seconds> interval_;
  bool we_refresh_ = false;
  bool require_in_response_ = false;
};

}  // namespace offhook::dialog
