// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/invite_extras.hpp"

#include "actors/sip/asserted_identity.hpp"

namespace offhook::call {

void write(const InviteExtras& extras, const sip::Account& account, bool to_server,
           sip::Draft& invite) {
  if (!extras.referred_by.empty()) invite.append("Referred-By", extras.referred_by);
  if (extras.replaces)
    invite.append("Replaces", sip::to_string(*extras.replaces)).append("Require", "replaces");
  for (const auto& [name, value] : extras.more) invite.append(name, value);
  if (!account.anonymous) return;
  invite.append("Privacy", sip::to_string(sip::Privacy{.id = true}));
  if (!to_server) return;
  sip::NameAddr real;
  if (auto uri = sip::parse_uri(account.aor); uri.ok()) real.uri = *std::move(uri);
  real.display_name = account.display_name;
  invite.append("P-Preferred-Identity", sip::to_string(real));
}

std::string anonymous_contact(std::string_view contact_uri) {
  auto uri = sip::parse_uri(contact_uri);
  if (!uri.ok()) return std::string(contact_uri);
  uri->user.clear();
  uri->password.clear();
  return sip::to_string(*uri);
}

}  // namespace offhook::call
