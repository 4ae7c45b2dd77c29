// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/session_timer.hpp"

#include <algorithm>

namespace offhook::dialog {
namespace {

constexpr std::string_view option_tag = "timer";

std::optional<sip::SessionExpires> session_expires_of(const sip::Message& message) {
  const auto text = message.header(sip::HeaderId::session_expires);
  if (!text) return std::nullopt;
  auto value = sip::parse_session_expires(*text);
  return value.ok() ? std::optional(*value) : std::nullopt;
}

std::optional<std::chrono::seconds> min_se_of(const sip::Message& message) {
  const auto text = message.header(sip::HeaderId::min_se);
  if (!text) return std::nullopt;
  const auto value = sip::parse_min_se(*text);
  return value.ok() ? std::optional(*value) : std::nullopt;
}

}  // namespace

void SessionTimer::write_request(sip::Draft& draft) const {
  const auto min_se = std::max(terms_.min_se, peer_min_se_);
  if (interval_) {
    // §7.4: the roles stay, whoever sends this request.
    const auto refresher = we_refresh_ ? sip::Refresher::uac : sip::Refresher::uas;
    draft.append("Session-Expires",
                 sip::to_string(sip::SessionExpires{std::max(*interval_, min_se), refresher}));
    // No Require here: a peer that knows no timers is refreshed all the same.
  } else if (terms_.use != sip::Use::off) {
    draft.append("Session-Expires",
                 sip::to_string(sip::SessionExpires{std::max(expires_, min_se), terms_.refresher}));
    if (terms_.use == sip::Use::required) draft.append("Require", option_tag);
  } else {
    return;
  }
  // §7.1: after a 422 its Min-SE goes with every further request.
  if (min_se > sip::shortest_session) draft.append("Min-SE", std::to_string(min_se.count()));
}

bool SessionTimer::accept_minimum(const sip::Message& response) {
  const auto wanted = min_se_of(response);
  if (!wanted || *wanted <= peer_min_se_) return false;
  peer_min_se_ = *wanted;
  return true;
}

void SessionTimer::accept_response(const sip::Message& success) {
  const auto agreed = session_expires_of(success);
  if (agreed) {
    interval_ = std::max(agreed->interval, sip::shortest_session);  // §4: no less is valid
    // §9: the answer always names one; silence would otherwise leave the session to nobody.
    we_refresh_ = agreed->refresher.value_or(sip::Refresher::uac) == sip::Refresher::uac;
    return;
  }
  // §7.2: a peer that knows no timers can still be refreshed by one that wants them.
  interval_.reset();
  if (terms_.use == sip::Use::off) return;
  interval_ = std::max({expires_, terms_.min_se, peer_min_se_});
  we_refresh_ = true;
}

std::optional<std::chrono::seconds> SessionTimer::too_short(const sip::Message& request) const {
  const auto asked = session_expires_of(request);
  // Who does not know the extension could do nothing with a 422 (§9).
  if (!asked || !request.lists(sip::HeaderId::supported, option_tag)) return std::nullopt;
  return asked->interval < terms_.min_se ? std::optional(terms_.min_se) : std::nullopt;
}

void SessionTimer::accept_request(const sip::Message& request) {
  const auto asked = session_expires_of(request);
  const bool supports = request.lists(sip::HeaderId::supported, option_tag) ||
                        request.lists(sip::HeaderId::require, option_tag);
  const bool refreshed_before = interval_.has_value();
  peer_min_se_ = std::max(peer_min_se_, min_se_of(request).value_or(sip::shortest_session));
  interval_.reset();
  if (!asked && terms_.use == sip::Use::off) return;
  const auto ours = std::max({terms_.expires, terms_.min_se, peer_min_se_});
  interval_ = asked ? std::max(asked->interval, sip::shortest_session) : ours;
  // §9: an answer may name less than the request, down to its Min-SE, never more.
  if (asked && terms_.use != sip::Use::off) interval_ = std::min(*interval_, ours);
  auto preferred = terms_.refresher.value_or(sip::Refresher::uac);
  if (refreshed_before) preferred = we_refresh_ ? sip::Refresher::uas : sip::Refresher::uac;
  const auto refresher =
      choose_refresher(supports, asked ? asked->refresher : std::nullopt, preferred);
  we_refresh_ = refresher == sip::Refresher::uas;
  require_in_response_ = supports;  // §9: MUST for uac, SHOULD for uas
}

void SessionTimer::write_response(sip::Draft& draft) const {
  if (!interval_) return;
  const auto refresher = we_refresh_ ? sip::Refresher::uas : sip::Refresher::uac;
  draft.append("Session-Expires", sip::to_string(sip::SessionExpires{*interval_, refresher}));
  if (require_in_response_) draft.append("Require", option_tag);
}

std::chrono::seconds SessionTimer::end_after() const {
  return *interval_ - std::min(std::chrono::seconds{32}, *interval_ / 3);
}

}  // namespace offhook::dialog
