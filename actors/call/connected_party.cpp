// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/connected_party.hpp"

#include "actors/sip/asserted_identity.hpp"

namespace offhook::call {

std::optional<sip::NameAddr> connected_party(const sip::Message& message, const sip::Uri& before) {
  if (sip::privacy_of(message).hides_caller()) return std::nullopt;
  const auto identity = sip::asserted_identity(message);
  if (const auto* best = identity.best()) return *best;
  if (const auto text = message.header(sip::HeaderId::remote_party_id)) {
    const auto party = sip::parse_name_addr(*text);
    const bool is_shown = party.ok() && party->param("privacy").value_or("off") == "off";
    return is_shown ? std::optional(*party) : std::nullopt;
  }
  if (!message.is_request()) return std::nullopt;  // its From is our own
  auto from = message.from();
  if (sip::equivalent(from.uri, before)) return std::nullopt;
  return from;
}

}  // namespace offhook::call
