// SPDX-License-Identifier: GPL-3.0-or-later
// REFER and the NOTIFY of its implicit subscription.
#include "actors/call/leg_signaling.hpp"
#include "actors/call/option_tags.hpp"
#include "actors/sip/asserted_identity.hpp"
#include "actors/sip/sipfrag.hpp"

namespace offhook::call {

sip::MessagePtr LegSignaling::refer(std::string_view refer_to, bool follow) {
  auto draft = dialog_->make_request(sip::Method::refer);
  sip::ReferredBy by;
  if (auto uri = sip::parse_uri(profile_.account.aor); uri.ok()) by.referrer.uri = *std::move(uri);
  if (profile_.account.anonymous) by.referrer = sip::anonymous_address();
  draft
      .append("Contact", "<" + profile_.contact_uri + ">")  // RFC 3515 table 1: mandatory
      .append("Refer-To", refer_to)
      .append("Referred-By", sip::to_string(by))
      .append("Supported", supported_options(profile_.account.calls));
  if (!follow) draft.append("Refer-Sub", "false");  // RFC 4488 §4
  return finish(std::move(draft), &dialog_->next_hop());
}

sip::MessagePtr LegSignaling::notify(const ReferralState& state, std::string_view event_id) {
  auto draft = dialog_->make_request(sip::Method::notify);
  draft.append("Contact", "<" + profile_.contact_uri + ">")
      .append("Event", sip::to_string(sip::Event{"refer", std::string(event_id)}))
      .append("Subscription-State", sip::to_string(state.subscription))
      .body(sip::sipfrag_content_type, sip::write_sipfrag(state.status, state.reason));
  return finish(std::move(draft), &dialog_->next_hop());
}

}  // namespace offhook::call
