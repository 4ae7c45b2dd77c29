// SPDX-License-Identifier: GPL-3.0-or-later
// Offers of ours while the far phone rings (RFC 3311 §5.1), and forks that are of no use.
#include "actors/call/call_leg_actor.hpp"
#include "actors/call/glare.hpp"
#include "actors/call/session_body.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::call {
namespace {

constexpr std::string_view sdp_type = "application/sdp";

}  // namespace

/// Where exactly one far phone rings, which takes UPDATE, and offer and answer are done: its answer
/// came reliably, and all PRACKs have their 2xx. Of several, none is the one to put on hold.
EarlyDialog* CallLegActor::early_to_re_negotiate() {
  auto* early = early_.only();
  if (early == nullptr || !early->allows_update || early->open_pracks > 0) return nullptr;
  return early->negotiation.plan() && !early->negotiation.has_offer() ? early : nullptr;
}

act::result<OperationDone> CallLegActor::re_negotiate_early(Operation kind) {
  auto* early = early_to_re_negotiate();
  const bool changes =
      early != nullptr && early->negotiation.holds().local != (kind == Operation::hold);
  const bool possible = state_ == LegState::proceeding || state_ == LegState::ringing_out;
  if (!possible || !changes) return outcome(OperationResult::wrong_state);
  auto promise = make_response_promise<OperationDone>();
  operation_ = Wanted{kind, promise};
  glare_retries_ = 0;
  send_early_offer();
  report();
  return promise;
}

/// The session stays as it is until the answer is there; meanwhile the 2xx of the INVITE may come.
void CallLegActor::send_early_offer() {
  auto* early = early_to_re_negotiate();
  if (early == nullptr || !operation_) return finish_operation(OperationResult::refused);
  early_offer_ = EarlyOffer{early->dialog.id().remote_tag, early->negotiation};
  const auto offer = early_offer_->negotiation.offer_hold(operation_->kind == Operation::hold);
  const bool sent = ask_peer(
      early_offer_->remote_tag,
      [this, offer](dialog::Dialog& dialog) {
        return signaling_.request(dialog, sip::Method::update, {}, sdp_type, offer);
      },
      [this](const Outcome& outcome) { early_offer_answered(outcome); });
  if (sent) return;
  early_offer_.reset();
  finish_operation(OperationResult::busy);
}

void CallLegActor::early_offer_answered(const Outcome& outcome) {
  auto made = std::exchange(early_offer_, std::nullopt);
  if (!made || !operation_) return;
  status_ = outcome.status;
  reason_ = outcome.response != nullptr ? outcome.response->reason() : "";
  const bool rings = is_calling(state_) && early_.find(made->remote_tag) != nullptr;
  // §5.2, RFC 3261 §14.1: the two offers met.
  if (outcome.status == 491 && rings && glare_retries_++ < max_glare_retries) {
    glare_ = after(glare_delay(signaling_.owns_call_id(), context_.random),
                   LegTimerFired{LegInput::glare_over});
    return;
  }
  if (outcome.response == nullptr || !sip::is_success(outcome.status) ||
      !made->negotiation.accept(session_of(*outcome.response)).ok())
    return finish_operation(OperationResult::refused);
  if (auto* dialog = dialog_with(made->remote_tag)) dialog->refresh_target(*outcome.response);
  if (auto* early = early_.find(made->remote_tag); early != nullptr && rings) {
    early->negotiation = std::move(made->negotiation);
    if (early_plan_) early_plan_ = early->negotiation.plan();
  } else if (signaling_.dialog_with(made->remote_tag) != nullptr) {
    negotiation_ = std::move(made->negotiation);
  } else {
    return finish_operation(OperationResult::refused);  // that phone no longer rings
  }
  use_session();
  finish_operation(OperationResult::done);
}

/// Its answer is final and of no use, so its phone should not go on ringing (§15: a caller may end
/// an early dialog by BYE). Others may still be of use; if there are none, a 487 ends the call.
void CallLegActor::end_fork(EarlyDialog& early, std::string why) {
  early.is_over = true;
  unusable_fork_ = std::move(why);
  ask_peer(
      early.dialog.id().remote_tag,
      [this](dialog::Dialog& dialog) {
        return signaling_.request(dialog, sip::Method::bye,
                                  {{"Reason", make_reason(488, unusable_fork_)}});
      },
      [](const Outcome&) {});
}

}  // namespace offhook::call
