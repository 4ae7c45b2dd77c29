// SPDX-License-Identifier: GPL-3.0-or-later
// How a leg begins: by an order of ours, or by an INVITE.
#include <algorithm>

#include "actors/call/call_leg_actor.hpp"
#include "actors/call/session_body.hpp"

namespace offhook::call {
namespace {

LegProfile profile_of(const LegContext& context, InviteExtras extras = {}) {
  return {context.account, context.contact_uri, context.user_agent, std::move(extras),
          context.appearance};
}

LocalTerms terms_of(const LegContext& context) {
  // 31 bits: some peers read the session id of o= into an int.
  const auto& calls = context.account.calls;
  return {context.media_address,   context.codecs,
          context.telephone_event, context.random.next() & 0x7FFFFFFF,
          calls.packet_time,       calls.own_codec_order,
          calls.hold_form,         context.sound};
}

}  // namespace

CallLegActor::CallLegActor(caf::actor_config& config, LegContext context, PlaceCall order)
    : actor(config),
      context_(std::move(context)),
      signaling_(profile_of(context_, order.extras), context_.random, order.target),
      negotiation_(terms_of(context_)),
      state_(LegState::opening_out),
      targets_(order.target) {
  facts_.call_id = std::move(order.call_id);
  facts_.direction = CallDirection::outgoing;
  facts_.remote_uri = std::move(order.target);
  facts_.referred_by = std::move(order.extras.referred_by);
}

CallLegActor::CallLegActor(caf::actor_config& config, LegContext context, IncomingCall call)
    : actor(config),
      context_(std::move(context)),
      signaling_(profile_of(context_), context_.random, call.invite.request),
      negotiation_(terms_of(context_)),
      state_(LegState::opening_in),
      incoming_(std::move(call.invite)),
      targets_("") {
  facts_.call_id = std::move(call.call_id);
  facts_.direction = CallDirection::incoming;
  const auto caller = call.caller ? *std::move(call.caller) : incoming_->request->from();
  facts_.remote_uri = sip::to_string(caller.uri);
  facts_.remote_display = caller.display_name;
  facts_.diverted_by = std::move(call.diverted_by);
  at_once_ = call.at_once;
  facts_.alert_info = incoming_->request->header(sip::HeaderId::alert_info).value_or("");
}

void CallLegActor::begin() {
  facts_.account_id = context_.account.id;
  facts_.local_uri = context_.account.aor;
  facts_.appearance = context_.appearance;
  facts_.sip_call_id = signaling_.call_id();
  facts_.local_tag = signaling_.local_tag();
  facts_.started = now();
  watch(context_.media, [this](const act::error&) { media_down(); });
  // Without the phone nobody can hang up; without transactions nothing can be said.
  watch(context_.owner, [this](const act::error&) { step(LegInput::hangup, 480); });
  watch(context_.dispatcher, [this](const act::error&) { quit(); });
  tell(context_.dispatcher,
       transaction::ClaimDialog{signaling_.call_id(), signaling_.local_tag(), me()});
  if (incoming_)
    begin_incoming();
  else
    open_stream();
  report();
}

void CallLegActor::begin_incoming() {
  tell(incoming_->transaction, transaction::Adopt{me(), incoming_->request});
  const auto& invite = *incoming_->request;
  auto refusal = refuse_unread(invite, context_.account.calls);
  if (!refusal) refusal = refuse_by_reliability(invite);
  if (!refusal) refusal = refuse_session_timer(invite);
  if (refusal) {
    refusal_ = *std::move(refusal);
    step(LegInput::unusable, refusal_.status);
    return;
  }
  if (const auto made = signaling_.accept_dialog(); !made.ok()) {
    step(LegInput::unusable, 400, message_of(made));
    return;
  }
  // §13.3.1: the caller waits no longer than that.
  constexpr std::chrono::seconds longest{86400};
  if (const auto expires = invite.expires(); expires && *expires > 0)
    invite_expiry_ = after(std::min(std::chrono::seconds(*expires), longest),
                           LegTimerFired{LegInput::cancelled});
  peer_allows_update_ = invite.lists(sip::HeaderId::allow, "UPDATE");
  // The session is looked at before anything rings (§13.3.1: 488 if it cannot be met).
  const auto offer = session_of(invite);
  const auto usable = offer.empty() ? absl::OkStatus() : negotiation_.check(offer);
  if (usable.ok()) return open_stream();
  if (absl::IsInvalidArgument(usable)) {
    step(LegInput::unusable, 400, message_of(usable));
    return;
  }
  refusal_ = Reply{488, "Warning", warning_of(message_of(usable)), {}};
  step(LegInput::stream_refused, 488, message_of(usable));
}

}  // namespace offhook::call
