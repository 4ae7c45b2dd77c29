// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/call/in_dialog.hpp"
#include "actors/sip/account.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/replaces.hpp"

namespace offhook::call {

/// What an INVITE says besides the call itself.
struct InviteExtras {
  std::string referred_by;                ///< value of Referred-By (RFC 3892), "" if nobody asked
  std::optional<sip::Replaces> replaces;  ///< the dialog to take the place of (RFC 3891)
  HeaderLines more{};  ///< further headers: Diversion and History-Info of a call that is sent on
};

/// Adds `more`, Referred-By, Replaces with the `Require` that keeps a peer without it from just
/// ringing (RFC 3891 §4), and for an anonymous account Privacy; `to_server`, our own proxy, is also
/// told who we are, and nobody else (P-Preferred-Identity, RFC 3325 §7).
void write(const InviteExtras& extras, const sip::Account& account, bool to_server,
           sip::Draft& invite);

/// Our Contact without the user part, which says as much as From would (RFC 3323 §4.1.1).
[[nodiscard]] std::string anonymous_contact(std::string_view contact_uri);

}  // namespace offhook::call
