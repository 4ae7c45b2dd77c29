// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/referral.hpp"

namespace offhook::call {

std::variant<Referral, Reply> read_refer(const sip::Message& refer) {
  if (auto refusal = refuse_required(refer)) return *std::move(refusal);
  const auto refer_to = sip::refer_to_of(refer);
  if (absl::IsUnimplemented(refer_to.status())) return Reply{501, "", ""};
  if (!refer_to.ok()) return Reply{400, "", ""};
  const auto scheme = refer_to->target.scheme;
  if (scheme != sip::Scheme::sip && scheme != sip::Scheme::sips) return Reply{416, "", ""};
  if (refer_to->method != sip::Method::invite) return Reply{403, "", ""};
  Referral referral{sip::to_string(refer_to->target), refer_to->replaces, "", true};
  if (const auto by = refer.header(sip::HeaderId::referred_by))
    if (const auto parsed = sip::parse_referred_by(*by); parsed.ok())
      referral.referred_by = sip::to_string(*parsed);
  if (const auto sub = refer.header(sip::HeaderId::refer_sub))
    referral.wants_subscription = sip::parse_refer_sub(*sub);
  return referral;
}

ReferralState referral_pending() {
  return {100, "", {.status = sip::SubscriptionStatus::pending, .expires = referral_question}};
}

ReferralState referral_progress(int status, std::string reason, std::chrono::seconds expires) {
  return {
      status, std::move(reason), {.status = sip::SubscriptionStatus::active, .expires = expires}};
}

ReferralState referral_over(int status, std::string reason, sip::TerminationReason why) {
  return {
      status, std::move(reason), {.status = sip::SubscriptionStatus::terminated, .reason = why}};
}

}  // namespace offhook::call
