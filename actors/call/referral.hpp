// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "actors/call/in_dialog.hpp"
#include "actors/sip/event.hpp"
#include "actors/sip/message.hpp"
#include "actors/sip/refer_to.hpp"

namespace offhook::call {

/// What a peer's REFER in a dialog meets.
enum class TransferPolicy : std::uint8_t { accept, ask, never };

/// `configured`, but never `accept` for a REFER that reached us past our own servers while we have
/// some: whoever can call us directly could have us dial a premium number at our account's expense.
[[nodiscard]] constexpr TransferPolicy effective_policy(TransferPolicy configured, bool has_servers,
                                                        bool from_server) {
  if (configured == TransferPolicy::accept && has_servers && !from_server)
    return TransferPolicy::ask;
  return configured;
}

/// A REFER that can be followed.
struct Referral {
  std::string target;  ///< SIP or SIPS URI, fit for a Request-URI
  std::optional<sip::Replaces> replaces;
  std::string referred_by;         ///< value of Referred-By, "" if absent or malformed
  bool wants_subscription = true;  ///< false: Refer-Sub: false (RFC 4488)
};

/// Reads a REFER (RFC 3515 §2.4.2). The refusals: 420 for an extension it requires; 400 without
/// exactly one Refer-To; 416 for a scheme that no call can be placed to; 403 for a request other
/// than INVITE; 501 for one nobody knows.
[[nodiscard]] std::variant<Referral, Reply> read_refer(const sip::Message& refer);

/// What is told of a call placed for somebody else: a status line, and how the subscription stands.
struct ReferralState {
  int status = 100;
  std::string reason;  ///< "" is the registered phrase
  sip::SubscriptionState subscription;
};
/// How long we tell (the value of `expires`), and how long a person may think about it.
inline constexpr std::chrono::seconds referral_lifetime{180};
inline constexpr std::chrono::seconds referral_question{60};

/// Before a person has decided, while the call is set up, and at its outcome. `expires` is left.
[[nodiscard]] ReferralState referral_pending();
[[nodiscard]] ReferralState referral_progress(int status, std::string reason,
                                              std::chrono::seconds expires);
/// `noresource` after a call that was placed, `rejected` if nobody wanted to (RFC 3515 §2.4.7).
[[nodiscard]] ReferralState referral_over(int status, std::string reason,
                                          sip::TerminationReason why);

}  // namespace offhook::call
