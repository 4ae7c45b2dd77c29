// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/features.hpp"

#include <algorithm>

namespace offhook::phone {
namespace {

constexpr int loop_detected = 482;

IncomingVerdict send_on(const Forward& forward, ForwardKind kind, const IncomingFacts& facts) {
  IncomingVerdict verdict;
  verdict.kind = kind;
  if (facts.forwarded_too_often)
    verdict.status = loop_detected;
  else
    verdict.target = forward.target;
  return verdict;
}

IncomingVerdict refuse(int status) {
  IncomingVerdict verdict;
  verdict.status = status;
  return verdict;
}

const FeatureSwitches& switches(const Features& features, FeatureScope scope,
                                std::string_view account_id) {
  const auto found = features.accounts.find(account_id);
  const bool own = scope == FeatureScope::account && found != features.accounts.end();
  return own ? found->second : features.phone;
}

}  // namespace

const Forwards& Features::forwards_of(std::string_view account_id) const {
  return switches(*this, forward_scope, account_id).forwards;
}

bool Features::do_not_disturb_at(std::string_view account_id) const {
  return switches(*this, do_not_disturb_scope, account_id).do_not_disturb;
}

Forwards& Features::forwards_of(std::string_view account_id) {
  if (forward_scope == FeatureScope::phone || account_id.empty()) return phone.forwards;
  return accounts[std::string(account_id)].forwards;
}

PrivacySwitches Features::privacy_of(std::string_view account_id) const {
  const auto found = privacy.find(account_id);
  return found != privacy.end() ? found->second : PrivacySwitches{false, reject_anonymous};
}

void Features::set_do_not_disturb(std::string_view account_id, bool on) {
  const bool all = do_not_disturb_scope == FeatureScope::phone || account_id.empty();
  (all ? phone : accounts[std::string(account_id)]).do_not_disturb = on;
}

bool Features::may_forward_to(std::string_view target) const {
  if (forwards_abroad) return true;
  const auto colon = target.find(':');
  const auto number = colon == std::string_view::npos ? target : target.substr(colon + 1);
  const bool abroad = number.starts_with('+') ||
                      (!international_prefix.empty() && number.starts_with(international_prefix));
  return !abroad;
}

FeaturesInfo Features::info(std::string_view account_id) const {
  FeaturesInfo info;
  info.account_id = account_id;
  info.do_not_disturb = do_not_disturb_at(account_id);
  const auto& forwards = forwards_of(account_id);
  for (const auto kind : every_forward_kind) {
    const auto& rule = forwards.of(kind);
    ForwardInfo forward{std::string(to_string(kind)), rule.enabled, rule.target, {}};
    if (kind == ForwardKind::no_answer) forward.ring_s = forwards.ring.count();
    info.forwards.push_back(std::move(forward));
  }
  const auto privacy_now = privacy_of(account_id);
  info.anonymous = privacy_now.anonymous;
  info.reject_anonymous = privacy_now.reject_anonymous;
  info.call_waiting = call_waiting;
  return info;
}

IncomingVerdict judge_call(const Features& features, const IncomingFacts& facts) {
  const auto& emergency = features.emergency;
  const bool rings_through = !facts.caller.empty() && std::find(emergency.begin(), emergency.end(),
                                                                facts.caller) != emergency.end();
  const bool disturbs_not = features.do_not_disturb_at(facts.account_id);
  const auto& forwards = features.forwards_of(facts.account_id);
  const auto works = [&](ForwardKind kind) {
    return forwards.of(kind).works() && features.may_forward_to(forwards.of(kind).target);
  };
  using enum ForwardKind;
  if (disturbs_not && !rings_through) return refuse(features.do_not_disturb_status);
  if (works(always) && !rings_through) return send_on(forwards.of(always), always, facts);
  if (!facts.line_free || (facts.in_call && !features.call_waiting)) {
    if (works(busy)) return send_on(forwards.of(busy), busy, facts);
    return refuse(features.busy_status);
  }
  IncomingVerdict rings;
  if (works(no_answer) && !disturbs_not && !facts.forwarded_too_often) {
    rings.limit = forwards.ring;
    rings.late_target = forwards.of(no_answer).target;
  } else if (features.longest_ring.count() > 0) {
    rings.limit = features.longest_ring;
  }
  return rings;
}

}  // namespace offhook::phone
