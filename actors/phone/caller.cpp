// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/caller.hpp"

#include "actors/base/clock.hpp"
#include "actors/sip/asserted_identity.hpp"
#include "actors/sip/forwarding.hpp"
#include "actors/sip/grammar.hpp"

namespace offhook::phone {
namespace {

using sip::HeaderId;
using sip::grammar::equal_ignoring_case;

/// What the proxies say of the caller, the most reliable first.
std::optional<sip::NameAddr> asserted_caller(const sip::Message& invite, bool& anonymous) {
  for (const auto header : {HeaderId::p_asserted_identity, HeaderId::p_preferred_identity})
    if (const auto identity = sip::asserted_identity(invite, header); identity.best() != nullptr)
      return *identity.best();
  // The draft before RFC 3325: party says whose it is, privacy whether to show it.
  for (const auto value : invite.headers(HeaderId::remote_party_id)) {
    const auto party = sip::parse_name_addr(value);
    if (!party.ok() || party->uri.scheme == sip::Scheme::other) continue;
    if (!equal_ignoring_case(party->param("party").value_or("calling"), "calling")) continue;
    const auto privacy = party->param("privacy").value_or("off");
    anonymous = anonymous || !equal_ignoring_case(privacy, "off");
    return *party;
  }
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> seconds_in(std::string_view text) {
  const auto seconds = sip::parse_number(text);
  if (!seconds || std::chrono::seconds(*seconds) > longest_answer_after) return std::nullopt;
  return std::chrono::seconds(*seconds);
}

std::optional<std::chrono::milliseconds> asks_to_answer(const sip::Message& invite) {
  for (const auto value : invite.headers(HeaderId::answer_mode))
    if (equal_ignoring_case(sip::split_params(value).value, "Auto")) return 0ms;
  for (const auto value : invite.headers(HeaderId::call_info))
    if (const auto after = sip::split_params(value).param("answer-after"))
      return seconds_in(*after);
  for (const auto value : invite.headers(HeaderId::alert_info)) {
    const auto parts = sip::split_params(value);
    const auto info = sip::unquote(parts.param("info").value_or(""));
    if (!equal_ignoring_case(info, "alert-autoanswer") && !equal_ignoring_case(info, "Auto Answer"))
      continue;
    const auto delay = parts.param("delay");
    return delay ? seconds_in(*delay) : 0ms;
  }
  return std::nullopt;
}

}  // namespace

Caller caller_of(const sip::Message& invite, bool from_server) {
  Caller caller;
  caller.shown = invite.from();
  caller.anonymous = equal_ignoring_case(caller.shown.uri.host, "anonymous.invalid") ||
                     sip::privacy_of(invite).hides_caller();
  if (const auto by = sip::forwarded_by(invite)) caller.diverted_by = sip::to_string(by->uri);
  if (!from_server) return caller;
  caller.answer_after = asks_to_answer(invite);
  auto asserted = asserted_caller(invite, caller.anonymous);
  // RFC 3325 §9.3: who asked for `id` is known to the network and not to the person called.
  if (asserted && !caller.anonymous) {
    if (asserted->display_name.empty()) asserted->display_name = caller.shown.display_name;
    caller.shown = *std::move(asserted);
  }
  return caller;
}

}  // namespace offhook::phone
