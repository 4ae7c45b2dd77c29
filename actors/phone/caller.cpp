// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/caller.hpp"

#include <algorithm>
#include <array>

#include "actors/base/clock.hpp"
#include "actors/sip/asserted_identity.hpp"
#include "actors/sip/forwarding.hpp"
#include "actors/sip/grammar.hpp"

namespace offhook::phone {
namespace {

using sip::HeaderId;
using sip::grammar::equal_ignoring_case;

std::optional<sip::NameAddr> identity_in(const sip::Message& invite, HeaderId header) {
  const auto identity = sip::asserted_identity(invite, header);
  return identity.best() != nullptr ? std::optional(*identity.best()) : std::nullopt;
}

/// The draft before RFC 3325: party says whose it is, privacy whether to show it.
std::optional<sip::NameAddr> remote_party_in(const sip::Message& invite, bool& anonymous) {
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

/// What the proxies say of the caller, the first of the sources that is there.
std::optional<sip::NameAddr> asserted_caller(const sip::Message& invite,
                                             std::span<const CallerSource> sources,
                                             bool& anonymous) {
  std::optional<sip::NameAddr> found;
  for (const auto source : sources) {
    if (source == CallerSource::asserted)
      found = identity_in(invite, HeaderId::p_asserted_identity);
    else if (source == CallerSource::preferred)
      found = identity_in(invite, HeaderId::p_preferred_identity);
    else if (source == CallerSource::remote_party)
      found = remote_party_in(invite, anonymous);
    else
      return std::nullopt;
    if (found) return found;
  }
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> seconds_in(std::string_view text) {
  const auto seconds = sip::parse_number(text);
  if (!seconds || std::chrono::seconds(*seconds) > longest_answer_after) return std::nullopt;
  return std::chrono::seconds(*seconds);
}

/// What Alert-Info says where it wants no bell, as servers write it.
bool is_auto_answer(std::string_view text) {
  constexpr auto words = std::to_array<std::string_view>(
      {"alert-autoanswer", "Auto Answer", "AutoAnswer", "Intercom", "ring-answer"});
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return equal_ignoring_case(text, word); });
}

/// `Auto Answer`, `<http://…>;info=alert-autoanswer;delay=0`, `<…>;answer-after=0`.
std::optional<std::chrono::milliseconds> asked_by_alert(std::string_view value) {
  const auto parts = sip::split_params(value);
  if (const auto after = parts.param("answer-after")) return seconds_in(*after);
  const auto info = sip::unquote(parts.param("info").value_or(""));
  if (!is_auto_answer(info) && !is_auto_answer(sip::unquote(parts.value))) return std::nullopt;
  const auto delay = parts.param("delay");
  return delay ? seconds_in(*delay) : 0ms;
}

std::optional<std::chrono::milliseconds> asks_to_answer(const sip::Message& invite) {
  for (const auto value : invite.headers(HeaderId::answer_mode))
    if (equal_ignoring_case(sip::split_params(value).value, "Auto")) return 0ms;
  for (const auto value : invite.headers(HeaderId::call_info))
    if (const auto after = sip::split_params(value).param("answer-after"))
      return seconds_in(*after);
  for (const auto value : invite.headers(HeaderId::alert_info))
    if (const auto after = asked_by_alert(value)) return after;
  const auto uri = invite.request_uri();
  const auto intercom = uri.param("intercom");
  if (intercom && equal_ignoring_case(*intercom, "true")) return 0ms;
  return std::nullopt;
}

}  // namespace

Caller caller_of(const sip::Message& invite, bool from_server,
                 std::span<const CallerSource> sources) {
  Caller caller;
  caller.shown = invite.from();
  caller.anonymous = equal_ignoring_case(caller.shown.uri.host, "anonymous.invalid") ||
                     sip::privacy_of(invite).hides_caller();
  if (const auto by = sip::forwarded_by(invite)) caller.diverted_by = sip::to_string(by->uri);
  if (!from_server) return caller;
  caller.answer_after = asks_to_answer(invite);
  auto asserted = asserted_caller(invite, sources, caller.anonymous);
  // RFC 3325 §9.3: who asked for `id` is known to the network and not to the person called.
  if (asserted && !caller.anonymous) {
    if (asserted->display_name.empty()) asserted->display_name = caller.shown.display_name;
    caller.shown = *std::move(asserted);
  }
  return caller;
}

}  // namespace offhook::phone
