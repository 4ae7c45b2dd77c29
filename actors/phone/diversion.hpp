// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "actors/call/in_dialog.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/message.hpp"

namespace offhook::phone {

/// Why a call goes on to somebody else: the words of RFC 5806 §4 that a phone can mean.
enum class DiversionReason : std::uint8_t {
  unconditional,
  user_busy,
  no_answer,
  do_not_disturb,
  unavailable,
  deflection,  ///< the person sent it on while it rang
};

/// "user-busy", …
[[nodiscard]] std::string_view to_string(DiversionReason reason);

/// A call that came here and goes on elsewhere.
struct DivertedCall {
  sip::NameAddr by;  ///< who was called: the account's address of record, without parameters
  sip::NameAddr to;  ///< where it goes
  DiversionReason reason = DiversionReason::unconditional;
  bool is_private = false;  ///< whoever answers there is not to be shown `by`
};

/// A call that was sent on so often is in a loop: refuse it (482) instead of sending it further.
inline constexpr std::uint32_t most_diversions = 5;

/// How often `invite` was sent on before it came here, by its Diversion headers and their counters
/// or by History-Info, whichever says more.
[[nodiscard]] std::uint32_t diversions_of(const sip::Message& invite);

/// The headers of our 302 to `invite`, to go with call::Reject{302, …}: Contact, with the parameter
/// `mp` of RFC 7044 §10.4 where the caller keeps a history; Diversion, ours above those that came;
/// and the history back as it came to a caller that understands it (§9.3: a redirecting server adds
/// no entry, the caller does).
[[nodiscard]] call::HeaderLines redirect_headers(const sip::Message& invite,
                                                 const DivertedCall& diverted);

/// The headers of an INVITE of ours that carries the call of `invite` on, for
/// call::InviteExtras::more: Diversion likewise, and History-Info with the entry of who was called,
/// what became of it there (Reason), and the new target (RFC 7044 §10.3).
[[nodiscard]] call::HeaderLines forward_headers(const sip::Message& invite,
                                                const DivertedCall& diverted);

}  // namespace offhook::phone
