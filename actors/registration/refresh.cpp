// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/registration/refresh.hpp"

#include <algorithm>

#include "actors/sip/uri.hpp"

namespace offhook::registration {

using std::chrono::milliseconds;
using std::chrono::seconds;

seconds refresh_after(seconds expires) {
  const auto latest = std::min(expires * 9 / 10, expires - seconds{32});
  return std::max({latest, expires / 2, seconds{1}});
}

seconds granted_expires(const sip::Message& response, std::string_view contact_uri, seconds asked) {
  const auto header = response.expires();
  const seconds otherwise = header ? seconds{*header} : asked;
  const auto contacts = response.contacts();
  if (contacts.empty()) return otherwise;  // not allowed, but some registrars list nothing
  const auto ours = sip::parse_uri(contact_uri);
  if (!ours.ok()) return otherwise;
  for (const auto& contact : contacts) {
    if (contact.is_star || !sip::equivalent(contact.address.uri, *ours)) continue;
    const auto own = contact.expires();
    return own ? seconds{*own} : otherwise;
  }
  return seconds{0};
}

std::optional<seconds> longer_expires(const sip::Message& response, seconds asked) {
  const auto text = response.header(sip::HeaderId::min_expires);
  const auto minimum = text ? sip::parse_number(*text) : std::nullopt;
  if (!minimum || seconds{*minimum} <= asked) return std::nullopt;
  return seconds{*minimum};
}

milliseconds BackOff::next(RandomSource& random, std::optional<seconds> retry_after) {
  failures_ = std::min(failures_ + 1, 10);  // 2^6 is above the limit
  // "At once" would be a flood if the server says it each time.
  if (retry_after) return std::clamp<milliseconds>(*retry_after, seconds{1}, longest_retry_after);
  const milliseconds bound = std::min(base * (1 << failures_), limit);
  return random.between(bound / 2, bound);
}

}  // namespace offhook::registration
