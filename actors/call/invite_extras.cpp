// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/invite_extras.hpp"

#include "actors/sip/asserted_identity.hpp"

namespace offhook::call {

void write(const InviteExtras& extras, const sip::Account& account, sip::Draft& invite) {
  if (!extras.referred_by.empty()) invite.append("Referred-By", extras.referred_by);
  if (extras.replaces)
    invite.append("Replaces", sip::to_string(*extras.replaces)).append("Require", "replaces");
  if (!account.anonymous) return;
  invite.append("Privacy", sip::to_string(sip::Privacy{.id = true}));
  sip::NameAddr real;
  if (auto uri = sip::parse_uri(account.aor); uri.ok()) real.uri = *std::move(uri);
  real.display_name = account.display_name;
  invite.append("P-Preferred-Identity", sip::to_string(real));
}

sip::NameAddr anonymous_address() {
  sip::NameAddr address;
  address.display_name = "Anonymous";
  address.uri.user = "anonymous";
  address.uri.host = "anonymous.invalid";
  return address;
}

}  // namespace offhook::call
