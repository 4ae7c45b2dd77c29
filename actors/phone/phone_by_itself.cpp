// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that nobody dials: codes for a server, and somebody who was busy once more.
#include "actors/phone/phone_actor.hpp"

namespace offhook::phone {

/// Waits for the phone to be free, so that no code gets in the way of a call.
void PhoneActor::dial_codes_when_free() {
  if (codes_.empty() || code_waits_ || !desk_.is_free()) return;
  code_waits_ = true;
  code_timer_ = after(0ms, CodeDue{});
}

void PhoneActor::code_due() {
  code_waits_ = false;
  if (!desk_.is_free()) return;
  if (const auto code = codes_.take())
    perform(desk_.call_by_itself(code->number, code->account_id), "code to the server");
}

void PhoneActor::call_again_if_busy(const call::CallEnded& ended) {
  const bool busy = ended.end.sip_status == 486 || ended.end.sip_status == 600;
  if (ended.call.direction != call::CallDirection::outgoing || !busy) return;
  const auto wait = auto_redial_.was_busy(ended.call.remote_uri, ended.call.account_id);
  if (!wait) return;
  redial_timer_ = after(*wait, RedialDue{});
  desk_.note("Busy, calls again in " + std::to_string(wait->count()) + " s");
}

void PhoneActor::redial_due() {
  const auto again = auto_redial_.take();
  if (!again || !desk_.is_free()) return auto_redial_.stop();
  perform(desk_.call_by_itself(again->number, again->account_id), "auto redial");
}

}  // namespace offhook::phone
